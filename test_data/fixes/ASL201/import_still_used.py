"""`time` is used elsewhere, and stays; `asyncio` is imported already."""

import asyncio
import time


async def poll(queue: asyncio.Queue[float]) -> float:
    started = time.monotonic()
    while queue.empty():
        time.sleep(0.1)  # until something is there
    return time.monotonic() - started
