"""A lock that stays held when the function is left, or while it waits."""

import asyncio
import threading


class Store:
    def __init__(self) -> None:
        self.lock = threading.Lock()

    def begin(self) -> None:
        self.lock.acquire()

    def end(self) -> None:
        self.lock.release()

    async def save(self) -> None:
        self.lock.acquire()  # expect: ASL206[likely]
        await asyncio.sleep(0)
        self.lock.release()


async def use(store: Store) -> None:
    store.begin()  # expect: ASL206[likely]
    await asyncio.sleep(1)
    store.end()
