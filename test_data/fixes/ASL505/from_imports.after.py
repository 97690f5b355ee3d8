# unsafe
"""The names that only the handler needed go, and `wait` comes."""

from asyncio import Task, wait


async def stop(task: Task[None]) -> None:
    task.cancel()
    await wait([task])
    if not task.cancelled():
        task.result()
    print("stopped")
