# unsafe
# left: ASL501:16, ASL501:20
"""What is awaited is a task: the handler is there for its cancellation, and cannot tell it from one's own."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def join(task: asyncio.Task[str], tasks: dict[str, asyncio.Task[str]]) -> str:
    try:
        await task
    except asyncio.CancelledError:
        print("it was cancelled")
    try:
        return await tasks["last"]
    except (asyncio.CancelledError, KeyError):
        return ""
