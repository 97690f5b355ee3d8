# unsafe
"""A class inside of an inner tuple stays there."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        raise
    except ((asyncio.CancelledError, OSError), EOFError):
        print("gone")
    return ""
