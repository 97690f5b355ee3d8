"""anyio and trio have options of their own, by keyword; starlette passes all on."""

import functools
import time

import anyio
from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool


def work(*numbers: int, factor: int = 1) -> int:
    time.sleep(1)
    return sum(numbers) * factor


async def main(limiter: CapacityLimiter) -> None:
    await anyio.to_thread.run_sync(work, 1, limiter=limiter)
    await anyio.to_thread.run_sync(functools.partial(work, 1, factor=2), abandon_on_cancel=True)
    await anyio.to_thread.run_sync(work)
    await run_in_threadpool(work, 1, factor=2)
