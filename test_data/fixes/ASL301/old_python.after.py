# settings: target-version = "3.8"
"""Before Python 3.9 there is no `set[...]`."""

import asyncio

background_tasks = set()


async def work() -> None: ...


async def start() -> None:
    task = asyncio.create_task(work())
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
    await asyncio.sleep(1)
