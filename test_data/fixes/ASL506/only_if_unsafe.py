# left: ASL506:14
"""Somebody may rely on it."""

import asyncio
import contextlib


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def drain(item: str) -> None:
    with contextlib.suppress(asyncio.CancelledError, OSError):
        await work(item)
    print("drained")
