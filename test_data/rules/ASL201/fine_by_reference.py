"""Handed to something that runs it elsewhere, later, or never: pools, timers, hooks, task queues, contexts."""

import asyncio
import contextvars
import multiprocessing
import sys
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import anyio
import anyio.to_thread
from celery import shared_task
from starlette.background import BackgroundTask


def warm_up(seconds: float = 1) -> None:
    time.sleep(seconds)


class Engine:
    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(initializer=warm_up)
        self.thread = threading.Thread(target=self._work)
        self.jobs: list[Callable[[], None]] = []

    def _work(self) -> None:
        while True:
            time.sleep(1)
            self._rest()

    def _rest(self) -> None:
        time.sleep(1)

    async def start(self) -> None:
        self.thread.start()
        self.jobs.append(self._rest)
        self.jobs.append(lambda: time.sleep(3))
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.pool, self._rest)
        await asyncio.gather(*(loop.run_in_executor(self.pool, warm_up, n) for n in range(3)))

    async def stop(self) -> None:
        job = self._rest
        await asyncio.to_thread(job)
        while self.jobs:
            await asyncio.to_thread(self.jobs.pop())


@shared_task
def nightly() -> None:
    time.sleep(60)


async def hooks(engine: Engine) -> BackgroundTask:
    context = contextvars.copy_context()
    await asyncio.to_thread(context.run, warm_up, 3)
    await anyio.to_thread.run_sync(warm_up, 3)
    weakref.finalize(engine, warm_up)
    sys.excepthook = lambda *error: warm_up()
    multiprocessing.Process(target=warm_up, args=(3,), daemon=True).start()
    nightly.delay()
    threading.Timer(interval=5, function=warm_up).start()
    return BackgroundTask(warm_up, 3)


def decorated(function: Callable[[], None]) -> Callable[[], None]:
    """Runs what it decorates in a thread, and does not wait."""

    def start() -> None:
        threading.Thread(target=function).start()

    return start


@decorated
def slow() -> None:
    time.sleep(5)


async def uses_decorated() -> None:
    slow()


class Lazy:
    """The work is in `result()`, and nobody asks for it on the loop."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def result(self) -> float:
        time.sleep(self.seconds)
        return self.seconds


async def lazily() -> float:
    lazy = Lazy(3)
    return await asyncio.to_thread(lazy.result)


def either(seconds: float, blocking: bool = False) -> float:
    # no loop calls it
    if blocking:
        time.sleep(seconds)
    return seconds


if __name__ == "__main__":
    either(1, blocking=True)
    anyio.run(uses_decorated)
