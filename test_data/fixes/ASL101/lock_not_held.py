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
        save(order)
    with contextlib.suppress(OSError):
        save(order)
    with thread_lock:

        async def later() -> None:
            save(order)

    await later()
