import events
from events import get_loop, start
from events._loop import background


async def audit(user: str) -> None:
    print(user)


async def log_in(user: str) -> None:
    start(audit(user))  # expect: ASL301
    events.start(audit(user))  # expect: ASL301
    get_loop().create_task(audit(user))  # expect: ASL301
    background(audit(user))  # expect: ASL301[likely]
