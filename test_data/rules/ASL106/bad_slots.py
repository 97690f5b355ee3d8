"""A coroutine function where a plain function is called: all it does is make a coroutine nobody awaits."""

import asyncio
import atexit
import functools
import signal
import threading
from concurrent.futures import Executor, ThreadPoolExecutor


class Job:
    def __init__(self, size: int) -> None:
        self.size = size


async def refresh(name: str = "all") -> None:
    await asyncio.sleep(0)


async def on_done(task: "asyncio.Task[None]") -> None:
    await asyncio.sleep(0)


async def priority(job: Job) -> int:
    await asyncio.sleep(0)
    return job.size


async def is_small(job: Job) -> bool:
    return await priority(job) < 3


async def on_signal(number: int, frame: object) -> None:
    await refresh()


def start_threads() -> None:
    threading.Thread(target=refresh, daemon=True).start()  # expect: ASL106
    thread = threading.Thread(
        name="refresher",
        target=refresh,  # expect: ASL106
        args=("users",),
    )
    thread.start()
    threading.Timer(5, refresh).start()  # expect: ASL106
    with ThreadPoolExecutor() as pool:
        pool.submit(refresh, "users")  # expect: ASL106
        pool.map(refresh, ["a", "b"])  # expect: ASL106


async def offload(pool: Executor) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, refresh)  # expect: ASL106
    await loop.run_in_executor(pool, functools.partial(refresh, "users"))  # expect: ASL106
    await asyncio.to_thread(refresh, "users")  # expect: ASL106


async def callbacks(task: "asyncio.Task[None]") -> None:
    loop = asyncio.get_running_loop()
    loop.call_soon(refresh)  # expect: ASL106
    loop.call_later(5, refresh, "users")  # expect: ASL106
    loop.call_at(loop.time() + 5, functools.partial(refresh, "users"))  # expect: ASL106
    loop.call_soon_threadsafe(refresh)  # expect: ASL106
    task.add_done_callback(on_done)  # expect: ASL106
    loop.add_signal_handler(signal.SIGTERM, refresh)  # expect: ASL106
    loop.add_reader(0, refresh)  # expect: ASL106


def process_wide() -> None:
    signal.signal(signal.SIGTERM, on_signal)  # expect: ASL106
    atexit.register(refresh)  # expect: ASL106


def ordered(jobs: list[Job]) -> list[Job]:
    jobs.sort(key=priority)  # expect: ASL106
    biggest = max(jobs, key=priority)  # expect: ASL106
    small = list(filter(is_small, jobs))  # expect: ASL106
    return sorted(small, key=priority) + [biggest]  # expect: ASL106
