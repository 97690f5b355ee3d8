# unsafe
"""A tuple of one is no tuple of others."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except (asyncio.CancelledError,):
        print("alone in a tuple")
    return ""
