"""It sleeps, but not on the loop."""

import asyncio
import atexit
import functools
import multiprocessing
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from time import sleep


def work(seconds: float = 1) -> float:
    time.sleep(seconds)
    return seconds


def plain_program() -> None:
    # no async code calls this
    sleep(1)
    work(2)


class Worker(threading.Thread):
    def run(self) -> None:
        while True:
            time.sleep(1)
            work()


async def offloaded(executor: Executor) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(time.sleep, 1)
    await asyncio.to_thread(work, 3)
    await asyncio.to_thread(lambda: time.sleep(1))
    await asyncio.to_thread(lambda: [work(n) for n in range(3)])
    await loop.run_in_executor(None, work)
    await loop.run_in_executor(executor, functools.partial(work, seconds=3))
    await loop.run_in_executor(executor, lambda: work(2) + work(3))
    await asyncio.wrap_future(executor.submit(work, 3))
    with ProcessPoolExecutor() as processes:
        await loop.run_in_executor(processes, work, 4)


async def nested_and_offloaded() -> float:
    def both() -> float:
        time.sleep(1)
        return work()

    class Job:
        def run(self) -> None:
            time.sleep(1)

    await asyncio.to_thread(Job().run)
    await asyncio.gather(*(asyncio.to_thread(work, n) for n in range(3)))
    return await asyncio.to_thread(both)


async def threads() -> None:
    threading.Thread(target=work, args=(3,), daemon=True).start()
    threading.Timer(3, work).start()
    multiprocessing.Process(target=work).start()
    Worker(daemon=True).start()
    atexit.register(work)


class Pool:
    def __init__(self) -> None:
        self.executor = ThreadPoolExecutor()

    async def run(self, function, *args):
        return await asyncio.get_running_loop().run_in_executor(self.executor, function, *args)

    async def use(self) -> None:
        await self.run(work, 3)
        await self.run(time.sleep, 1)


async def in_thread(function, *args):
    return await asyncio.to_thread(function, *args)


def offload(function):
    @functools.wraps(function)
    async def wrapper(*args):
        return await asyncio.to_thread(function, *args)

    return wrapper


@offload
def settle(seconds: float) -> None:
    time.sleep(seconds)


async def through_own_helpers() -> None:
    await in_thread(work, 3)
    await settle(1)


async def only_named() -> dict[str, object]:
    # a reference is not a call
    actions = {"work": work, "sleep": time.sleep}
    print(work, time.sleep.__doc__, callable(sleep))
    return actions


if __name__ == "__main__":
    work()
    asyncio.run(through_own_helpers())
    time.sleep(1)
