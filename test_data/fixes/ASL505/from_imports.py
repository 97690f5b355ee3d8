# unsafe
"""The names that only the handler needed go, and `wait` comes."""

from asyncio import CancelledError, Task
from contextlib import suppress


async def stop(task: Task[None]) -> None:
    task.cancel()
    with suppress(CancelledError):
        await task
    print("stopped")
