"""The search path is set before the import that the set needs."""

import sys

sys.path.insert(0, "src")

import asyncio


async def work() -> None:
    await asyncio.sleep(1)


async def begin() -> None:
    asyncio.create_task(work())
