# left: ASL505:11
"""The errors of the task itself would be lost: not without being asked."""

import asyncio


async def stop(task: asyncio.Task[str]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    print("stopped")
