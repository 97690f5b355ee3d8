# unsafe
# left: ASL106:24, ASL106:25, ASL106:26, ASL106:28, ASL106:32, ASL106:34, ASL106:35, ASL106:36, ASL106:40
"""Where awaiting it would lose something, or the code awaits what comes back already."""
import asyncio
from collections.abc import Callable
from concurrent.futures import Executor


async def refresh(name: str = "all") -> str:
    return name


async def refresh_all() -> str:
    return ""


async def in_thread(function: Callable[..., object], *args: object) -> object:
    await asyncio.sleep(0)
    return await asyncio.to_thread(function, *args)


async def update(pool: Executor, is_all: bool) -> object:
    loop = asyncio.get_running_loop()
    await (await loop.run_in_executor(None, refresh))
    coroutine = await asyncio.to_thread(refresh)
    await in_thread(refresh, "a")
    await loop.run_in_executor(
        None, refresh, # a comment that would be lost
        "b",
    )
    await coroutine
    future = loop.run_in_executor(None, refresh)
    await future
    pool.submit(refresh, "users")
    await asyncio.wait_for(asyncio.to_thread(refresh), 5)
    await loop.run_in_executor(func=refresh, executor=None)


def plain(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_in_executor(None, refresh)
