# unsafe
# left: ASL502:16
"""What is awaited is a task: the handler is there for its cancellation, too."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def join(task: asyncio.Task[str]) -> str:
    try:
        await task
    except BaseException:
        pass
    return "done"
