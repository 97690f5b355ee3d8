# unsafe
"""The class under other names, and in nested functions."""

import asyncio
from asyncio import CancelledError
from asyncio.exceptions import CancelledError as Cancelled


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    async def inner() -> None:
        try:
            await work(item)
        except Cancelled:
            print("inner")
            raise
        print("behind")

    try:
        await inner()
    except CancelledError as cancelled:
        item = str(cancelled)
        raise
    return ""
