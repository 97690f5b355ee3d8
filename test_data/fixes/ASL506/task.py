# unsafe
# left: ASL506:15
"""Whether the task was cancelled or failed, the function goes on; only its own cancellation should not be lost."""

import asyncio
import contextlib


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def join(task: asyncio.Task[str]) -> None:
    with contextlib.suppress(asyncio.CancelledError, OSError):
        await task
    print("joined")
