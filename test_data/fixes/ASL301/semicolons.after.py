"""Where the statement shares its line, what belongs to it stays on that line."""

import asyncio

background_tasks: set[asyncio.Task] = set()


async def report(event: str) -> None:
    await asyncio.sleep(1)


async def handle(event: str, loud: bool) -> None:
    if loud: task = asyncio.create_task(report(event)); background_tasks.add(task); task.add_done_callback(background_tasks.discard)
    print("one"); task = asyncio.create_task(report("one")); background_tasks.add(task); task.add_done_callback(background_tasks.discard); print("two")
    task = asyncio.create_task(report("three"));
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
    match event:
        case "start": task = asyncio.create_task(report("start")); background_tasks.add(task); task.add_done_callback(background_tasks.discard)  # at once
        case _: pass
