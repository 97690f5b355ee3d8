"""The helper compares threads: on the loop's own it never waits."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Bridge:
    def __init__(self, loop: asyncio.AbstractEventLoop, pool: ThreadPoolExecutor) -> None:
        self.loop = loop
        self.pool = pool
        self.loop_thread_id = threading.get_ident()
        self.loop_thread = threading.current_thread()

    def report(self, work: Callable[[], int]) -> None:
        if self.loop_thread_id != threading.get_ident():
            future = self.pool.submit(work)
            future.result()
            return
        work()

    def leave_early(self, work: Callable[[], int]) -> int:
        if threading.get_ident() == self.loop_thread_id:
            return work()
        time.sleep(1)
        return self.pool.submit(work).result()

    def choose(self, work: Callable[[], int]) -> int:
        if threading.current_thread() is self.loop_thread:
            return work()
        elif work:
            return self.pool.submit(work).result()
        else:
            time.sleep(1)
            return 0

    async def main(self, work: Callable[[], int]) -> None:
        self.report(work)
        self.leave_early(work)
        self.choose(work)
