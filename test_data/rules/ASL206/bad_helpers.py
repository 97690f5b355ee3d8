"""Synchronisation hidden in plain code, and the helper that is right everywhere but on the loop."""

import asyncio
import contextlib
import functools
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

_pool = ThreadPoolExecutor(1)
_lock = threading.Lock()


class Counter:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.value = 0

    def increase(self) -> int:
        with self.lock:
            self.value += 1
            return self.value


def synchronized(function):
    @functools.wraps(function)
    def wrapper(*args):
        with _lock:
            return function(*args)

    return wrapper


@synchronized
def register(name: str) -> None:
    print(name)


def run(coroutine):
    """Run a coroutine from anywhere; on a running loop that means: in another thread, while the loop waits."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    return _pool.submit(asyncio.run, coroutine).result()


async def fetch(name: str) -> str:
    await asyncio.sleep(0)
    return name


async def handle(counter: Counter) -> None:
    counter.increase()  # expect: ASL206[possible]
    register("x")  # expect: ASL206[possible]
    print(run(fetch("x")))  # expect: ASL206[possible]


class Batcher(threading.Thread):
    def __init__(self) -> None:
        super().__init__()
        self.ready = threading.Event()

    def run(self) -> None:
        self.ready.wait()

    def flush(self) -> None:
        self.ready.set()
        self.join()

    async def close(self) -> None:
        self.flush()  # expect: ASL206


@contextlib.contextmanager
def heartbeats(thread: threading.Thread, *, join: bool = True) -> Iterator[None]:
    yield
    if join:
        thread.join()


async def beat(thread: threading.Thread) -> None:
    with heartbeats(thread):  # expect: ASL206[likely]
        await asyncio.sleep(1)
