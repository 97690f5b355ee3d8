"""A task that is bound to `_` gets a name."""

import asyncio


async def beat() -> None:
    await asyncio.sleep(1)


async def start() -> None:
    _ = asyncio.create_task(beat())
    for _ in range(3):
        await beat()
    _: asyncio.Task[None] = asyncio.create_task(beat())
