"""Called in a thread, that is what it is made for; on the loop its future is awaited."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


class Bridge(threading.Thread):
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.loop = loop

    def run(self) -> None:
        print(asyncio.run_coroutine_threadsafe(fetch("/"), self.loop).result())


def in_thread(loop: asyncio.AbstractEventLoop, url: str) -> str:
    future = asyncio.run_coroutine_threadsafe(fetch(url), loop)
    return future.result(timeout=3)


async def handler(url: str) -> str:
    loop = asyncio.get_running_loop()
    Bridge(loop).start()
    text = await asyncio.to_thread(in_thread, loop, url)
    with ThreadPoolExecutor() as pool:
        text += await loop.run_in_executor(pool, in_thread, loop, url)
    await asyncio.to_thread(lambda: asyncio.run_coroutine_threadsafe(fetch(url), loop).result())
    return text


async def other_loop(url: str, other: asyncio.AbstractEventLoop) -> str:
    # the future of another loop can be awaited here
    future = asyncio.run_coroutine_threadsafe(fetch(url), other)
    return await asyncio.wrap_future(future)


async def fire_and_forget(url: str, other: asyncio.AbstractEventLoop) -> None:
    asyncio.run_coroutine_threadsafe(fetch(url), other)
    future = asyncio.run_coroutine_threadsafe(fetch(url), other)
    future.add_done_callback(lambda done: print(done.result()))
    print(future.done(), future.cancelled())


async def only_when_done(url: str, other: asyncio.AbstractEventLoop) -> str:
    future = asyncio.run_coroutine_threadsafe(fetch(url), other)
    while not future.done():
        await asyncio.sleep(0.1)
    return future.result()


def run(url: str, loop: asyncio.AbstractEventLoop) -> str:
    try:
        running = asyncio.get_running_loop()
    except RuntimeError:
        running = None
    if running is loop:
        raise RuntimeError("this would wait for itself")
    return asyncio.run_coroutine_threadsafe(fetch(url), loop).result()


class Board:
    def run_coroutine_threadsafe(self, name: str) -> "Board":
        return self

    def result(self) -> str:
        return "x"

    async def use(self, asyncio: "Board") -> str:
        return asyncio.run_coroutine_threadsafe("x").result() + self.run_coroutine_threadsafe("y").result()
