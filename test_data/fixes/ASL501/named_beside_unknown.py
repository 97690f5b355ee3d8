# unsafe
# left: ASL501:18
"""Whether anything else is caught is not in sight."""

import asyncio

ERRORS = (OSError, EOFError)


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except (*ERRORS, asyncio.CancelledError):
        print("gone")
    return ""
