# unsafe
# left: ASL502:11
"""Trio cancels with an exception of its own, which has nothing to do with asyncio."""

import trio


async def load(item: str) -> str:
    try:
        await trio.sleep(1)
    except BaseException:
        print("no")
    return item
