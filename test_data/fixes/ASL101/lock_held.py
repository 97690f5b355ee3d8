# left: ASL101:18, ASL101:30
"""An `await` would hold a thread lock for as long as the coroutine takes, and stop every other thread."""

import asyncio
import threading


async def save(order: str) -> None:
    await asyncio.sleep(0)


class Shop:
    def __init__(self) -> None:
        self.lock = threading.Lock()

    async def sell(self, order: str) -> None:
        with self.lock:
            save(order)
        await save("after")


guard = threading.RLock()


async def handle(order: str, path: str) -> None:
    await save(order)
    with guard:
        order = order.strip()
        if order:
            save(order)
