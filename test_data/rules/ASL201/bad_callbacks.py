"""Plain functions that the loop itself calls: their bodies are on the loop."""

import asyncio
import functools
import signal
import time


def settle(seconds: float) -> None:
    time.sleep(seconds)


def on_done(task: "asyncio.Task[None]") -> None:
    time.sleep(0.1)  # expect: ASL201
    settle(1)  # expect: ASL201


def on_tick(loop: asyncio.AbstractEventLoop) -> None:
    settle(0.5)  # expect: ASL201
    loop.call_later(5, on_tick, loop)


def on_readable(fd: int) -> None:
    time.sleep(0.01)  # expect: ASL201


def on_term() -> None:
    time.sleep(3)  # expect: ASL201


def on_thread_result(value: int) -> None:
    settle(value)  # expect: ASL201


async def work() -> None:
    await asyncio.sleep(0)


async def main() -> None:
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work())
    task.add_done_callback(on_done)
    loop.call_soon(on_tick, loop)
    loop.add_reader(0, functools.partial(on_readable, 0))
    loop.add_signal_handler(signal.SIGTERM, on_term)
    loop.call_soon_threadsafe(on_thread_result, 3)
    loop.call_later(1, lambda: time.sleep(2))  # expect: ASL201
    loop.call_later(1, time.sleep, 2)
    await task


class Keepalive:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.handle = loop.call_later(30, self.ping)

    def ping(self) -> None:
        self.pause()  # expect: ASL201
        self.handle = self.loop.call_later(30, self.ping)

    def pause(self) -> None:
        time.sleep(1)
