# unsafe
# left: ASL505:13, ASL505:22, ASL505:31, ASL505:40, ASL505:50, ASL505:59, ASL505:68
"""The block does more than to wait: a result, a message, an `else`, a timeout, or a comment would be lost."""

import asyncio
import contextlib


async def stop(task: asyncio.Task[str]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    print("stopped")


async def stop_and_tell(task: asyncio.Task[str]) -> str:
    task.cancel()
    try:
        return await task
    except asyncio.CancelledError:
        pass
    return ""


async def stop_carefully(task: asyncio.Task[str]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    else:
        print("it was done already")
    print("stopped")


async def stop_in_time(task: asyncio.Task[str]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, 5)
    print("stopped")


async def stop_with_reason(task: asyncio.Task[str]) -> None:
    task.cancel()
    try:
        # it may take a while
        await task
    except asyncio.CancelledError:
        pass
    print("stopped")


async def stop_finally(task: asyncio.Task[str]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    finally:
        print("stopped")
    print("stopped")


async def stop_under_lock(task: asyncio.Task[str], path: str) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError), memoryview(b""):
        await task
    print("stopped")
