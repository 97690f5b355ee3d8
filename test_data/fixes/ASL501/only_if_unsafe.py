# left: ASL501:15
"""To raise again is never done without being asked: callers may rely on it."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        print("cancelled")
    return ""
