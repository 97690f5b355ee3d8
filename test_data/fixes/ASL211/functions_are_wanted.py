"""A call that gives a function is what the thread wants."""

import asyncio
import functools
import time
from collections.abc import Callable


def make(number: int) -> Callable[[], int]:
    return lambda: number


class Job:
    def __call__(self) -> None:
        time.sleep(1)


async def main(unknown) -> None:
    await asyncio.to_thread(make(1))
    await asyncio.to_thread(Job())
    await asyncio.to_thread(functools.partial(time.sleep, 1))
    await asyncio.to_thread(unknown(1))
