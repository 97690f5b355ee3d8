"""Futures that this function did not start: it cannot be seen that they are still pending, and mostly they are done."""

import asyncio
import concurrent.futures
import contextlib
import queue
import threading
from collections.abc import Iterator


class Portal:
    def __init__(self, pool: concurrent.futures.ThreadPoolExecutor) -> None:
        self.task = pool.submit(print, 1)
        self.finished = asyncio.Event()

    async def receive(self) -> None:
        await self.finished.wait()
        self.task.result()


async def result_of(done: "concurrent.futures.Future[int]") -> int:
    return done.result()


class Own(concurrent.futures.Future[int]):
    def __init__(self) -> None:
        super().__init__()
        self.condition = threading.Condition()

    def result(self, timeout: float | None = None) -> int:
        with self.condition:
            self.condition.wait(timeout)
        return 1


class Call:
    def __init__(self) -> None:
        self.future = Own()

    def result(self) -> int:
        return self.future.result()


async def finished(call: Call, done: asyncio.Event) -> int:
    await done.wait()
    return call.result()


@contextlib.contextmanager
def heartbeats(thread: threading.Thread, *, join: bool = True) -> Iterator[None]:
    yield
    if join:
        thread.join()


async def beat(thread: threading.Thread) -> None:
    with heartbeats(thread, join=False):
        await asyncio.sleep(1)


async def fresh_lock(locks: dict[str, threading.Lock], key: str) -> None:
    lock = threading.Lock()
    lock.acquire()
    locks[key] = lock


async def waits_its_own_way(items: "queue.Queue[int]") -> int:
    while items.empty():
        await asyncio.sleep(0.1)
    return items.get()
