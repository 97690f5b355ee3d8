"""Bound methods, lambdas that give a coroutine, callable objects, decorated functions."""

import asyncio
import functools
import threading


async def flush(name: str = "") -> None:
    await asyncio.sleep(0)


class Worker:
    def __init__(self) -> None:
        self.thread = threading.Thread(target=self.run, name="worker")  # expect: ASL106
        self.helper = Helper()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(1, self.tick)  # expect: ASL106
        loop.call_later(2, self.helper.tick)  # expect: ASL106[likely]
        loop.call_later(3, lambda: self.tick())  # expect: ASL106
        task = asyncio.create_task(self.tick())
        task.add_done_callback(lambda done: self.stopped(done))  # expect: ASL106
        await task

    async def tick(self) -> None:
        await flush()

    async def stopped(self, task: "asyncio.Task[None]") -> None:
        await flush()

    @classmethod
    async def create(cls) -> "Worker":
        return cls()


class Helper:
    async def tick(self) -> None:
        await flush()

    async def __call__(self) -> None:
        await flush()


def logged(function):
    @functools.wraps(function)
    async def wrapper(*args):
        print(function)
        return await function(*args)

    return wrapper


@logged
async def report() -> None:
    await flush()


def start(loop: asyncio.AbstractEventLoop) -> None:
    threading.Thread(target=Worker.create).start()  # expect: ASL106
    threading.Thread(target=Helper()).start()  # expect: ASL106
    loop.call_soon_threadsafe(report)  # expect: ASL106[likely]

    async def nested() -> None:
        await flush()

    threading.Thread(target=nested).start()  # expect: ASL106
    later = flush
    loop.call_soon_threadsafe(later, "x")  # expect: ASL106
