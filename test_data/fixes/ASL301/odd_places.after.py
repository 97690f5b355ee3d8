"""Statements in odd places: behind a backslash, in parentheses, and behind a form feed."""

import asyncio; import os

background_tasks: set[asyncio.Task] = set()


async def poll() -> None:
    await asyncio.sleep(1)


async def main(often: bool) -> None:
    task = \
        asyncio.create_task(poll())
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
    task = (
        asyncio.create_task(poll())  # in parentheses
    )
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
    try: task = asyncio.create_task(poll()); background_tasks.add(task); task.add_done_callback(background_tasks.discard)
    finally: print(os.name)
    if often: pass
    else: task = asyncio.create_task(poll()); background_tasks.add(task); task.add_done_callback(background_tasks.discard);
