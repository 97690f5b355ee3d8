"""Sleeps that are coroutines, ours, or somebody else's."""

import asyncio
import time
from asyncio import sleep


class Clock:
    def sleep(self, seconds: float) -> None:
        print(seconds)

    async def nap(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def use(clock: Clock, unknown) -> None:
    await sleep(1)
    await asyncio.sleep(1)
    clock.sleep(1)
    await clock.nap(1)
    unknown.sleep(3)
    unknown.time.sleep(3)
    await unknown.sleep(3)


async def shadowed_parameter(time) -> None:
    time.sleep(3)


async def shadowed_local() -> None:
    time = Clock()
    time.sleep(1)


async def shadowed_loop(clocks) -> None:
    for time in clocks:
        time.sleep(1)


class Simulation:
    time = Clock()
    sleep = print

    async def run(self) -> None:
        self.time.sleep(3)
        self.sleep(3)
        Simulation.time.sleep(1)


async def measured() -> float:
    start = time.monotonic()
    await sleep(0)
    return time.perf_counter() - start + time.time()


def fake_time():
    class time:
        @staticmethod
        def sleep(seconds: float) -> None:
            print(seconds)

    async def inner() -> None:
        time.sleep(3)

    return inner


try:
    from clocks import sleep as long_sleep
except ImportError:
    long_sleep = print


async def night() -> None:
    long_sleep(8)


async def on_purpose() -> None:
    time.sleep(0.3)  # asynclint: ignore[ASL201] this test wants a stalled loop
