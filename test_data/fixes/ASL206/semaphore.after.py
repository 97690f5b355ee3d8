"""A semaphore has no owner: it may be taken in a thread, and given back on the loop."""

import asyncio
import threading

slots = threading.Semaphore(2)


async def work() -> bool:
    if not await asyncio.to_thread(slots.acquire, timeout=1):
        return False
    slots.release()
    return slots.acquire(blocking=False)
