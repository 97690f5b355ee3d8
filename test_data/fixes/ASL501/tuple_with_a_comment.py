# unsafe
# left: ASL501:17
"""To take the class out of the tuple would cost its comment."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except (
        ConnectionError,
        asyncio.CancelledError,  # raised by the pool, too
    ):
        print("gone")
    return ""
