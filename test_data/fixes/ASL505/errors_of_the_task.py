# unsafe
# left: ASL505:23, ASL505:32
"""What the task raised itself was not suppressed, and is raised as before; everything suppressed stays so."""

import asyncio
from contextlib import suppress


async def stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    print("stopped")


async def stop_some(task: asyncio.Task[None]) -> None:
    """Other errors than OSError were raised."""
    task.cancel()
    try:
        await task
    except (asyncio.CancelledError, OSError):
        pass
    print("stopped")


class Worker:
    async def stop(self) -> None:
        """While it waits, `self.task` may become another."""
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task
        print("stopped")

    async def stop_whatever_happens(self) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await self.task
        print("stopped")

    async def start(self) -> None:
        self.task = asyncio.create_task(asyncio.sleep(1))
