"""The search path is set before the import that the set needs."""

import sys

sys.path.insert(0, "src")

import asyncio

background_tasks: set[asyncio.Task] = set()


async def work() -> None:
    await asyncio.sleep(1)


async def begin() -> None:
    task = asyncio.create_task(work())
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
