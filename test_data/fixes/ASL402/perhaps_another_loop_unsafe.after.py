# unsafe
"""Nobody knows what the future is, and whether the loop of it is this one: not without being asked."""
import asyncio
from unknown_library import later


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url

async def handler(future: object) -> None:
    own = asyncio.new_event_loop()
    await future
    await later()
