# unsafe
"""Exception is no base of CancelledError; nothing is awaited."""

import asyncio
import contextlib


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def drain(item: str) -> None:
    with contextlib.suppress(Exception):
        await work(item)
    with contextlib.suppress(asyncio.CancelledError):
        print(item)


def drain_now(item: str) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(work(item))
