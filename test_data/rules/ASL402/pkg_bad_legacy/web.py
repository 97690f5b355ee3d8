import legacy
from legacy import LOOP, await_
from legacy.bridge import await_many as many


async def fetch(url: str) -> str:
    return url


async def handler(url: str) -> str:
    many(fetch(url), fetch(url))  # expect: ASL402
    LOOP.run_until_complete(fetch(url))  # expect: ASL402
    legacy.await_(fetch(url))  # expect: ASL402
    return await_(fetch(url))  # expect: ASL402
