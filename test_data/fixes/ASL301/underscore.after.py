"""A task that is bound to `_` gets a name."""

import asyncio

background_tasks: set[asyncio.Task] = set()


async def beat() -> None:
    await asyncio.sleep(1)


async def start() -> None:
    task = asyncio.create_task(beat())
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
    for _ in range(3):
        await beat()
    task: asyncio.Task[None] = asyncio.create_task(beat())
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
