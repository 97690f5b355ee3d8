# settings: target-version = "3.8"
"""Before Python 3.9 there is no `set[...]`."""

import asyncio


async def work() -> None: ...


async def start() -> None:
    asyncio.create_task(work())
    await asyncio.sleep(1)
