"""Locks of asyncio, other managers, and functions that only stand in a `with`, hold nothing up."""

import asyncio
import contextlib
import threading

lock = asyncio.Lock()
thread_lock = threading.Lock()


async def save(order: str) -> None:
    await asyncio.sleep(0)


async def handle(order: str) -> None:
    async with lock:
        await save(order)
    with contextlib.suppress(OSError):
        await save(order)
    with thread_lock:

        async def later() -> None:
            await save(order)

    await later()
