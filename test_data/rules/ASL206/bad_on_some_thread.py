"""The comparison says nothing of the loop, or holds on the loop's own thread, or only once."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


class Bridge:
    def __init__(self, loop: asyncio.AbstractEventLoop, pool: ThreadPoolExecutor) -> None:
        self.pool = pool
        self.loop_thread_id = threading.get_ident()
        self.owner = 0

    def on_the_loop(self, work: Callable[[], int]) -> int:
        if self.loop_thread_id == threading.get_ident():
            return self.pool.submit(work).result()
        return work()

    def on_the_owners_thread(self, work: Callable[[], int]) -> int:
        if self.owner != threading.get_ident():
            return self.pool.submit(work).result()
        return work()

    def afterwards(self, work: Callable[[], int]) -> int:
        if self.loop_thread_id != threading.get_ident():
            work()
        return self.pool.submit(work).result()

    async def main(self, work: Callable[[], int]) -> None:
        self.on_the_loop(work)  # expect: ASL206[possible]
        self.on_the_owners_thread(work)  # expect: ASL206[possible]
        self.afterwards(work)  # expect: ASL206[possible]
