import events
from events import Background, background, start


async def audit(user: str) -> None:
    print(user)


class App:
    def __init__(self) -> None:
        self.background = Background()

    async def log_in(self, user: str) -> None:
        start(audit(user))
        events.start(audit(user), name="audit")
        background.start(audit(user))
        self.background.start(audit(user))
