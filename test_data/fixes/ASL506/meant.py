# unsafe
# left: ASL506:16, ASL506:21, ASL506:29
"""What is awaited may have been cancelled by itself, or something comes behind it."""

import asyncio
from contextlib import suppress


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def join(task: asyncio.Task[str]) -> None:
    if not task.done():
        with suppress(asyncio.CancelledError, TimeoutError):
            await asyncio.wait_for(task, 2)


async def join_shielded(task: asyncio.Task[str]) -> None:
    with suppress(asyncio.CancelledError, TimeoutError):
        await asyncio.wait_for(asyncio.shield(task), 2)


class Pool:
    def close(self) -> None: ...

    async def drain(self) -> None:
        with suppress(asyncio.CancelledError, OSError):
            await work("rest")
        self.close()
