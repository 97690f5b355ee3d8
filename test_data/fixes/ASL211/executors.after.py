"""Executors pass positional arguments on; keyword arguments need a `partial` with `run_in_executor`."""

import asyncio
import functools
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def work(number: int = 0, *, factor: int = 1) -> int:
    time.sleep(1)
    return number * factor


async def main() -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, work)
    await loop.run_in_executor(None, work, 1)
    await loop.run_in_executor(
        None, functools.partial(work, 1, factor=2)
    )
    with ThreadPoolExecutor() as pool, ProcessPoolExecutor() as processes:
        pool.submit(work, 2)
        pool.submit(work, 2, factor=3).add_done_callback(print)
        processes.submit(work, number=3)
        await loop.run_in_executor(pool, work, 4)
