"""Tasks that somebody keeps: a set, a group, a name, a gather."""

import asyncio

tasks = set()


async def job() -> None:
    await asyncio.sleep(0.03)


async def main() -> None:
    task = asyncio.create_task(job())
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    mine = asyncio.create_task(job())
    async with asyncio.TaskGroup() as group:
        group.create_task(job())
    await asyncio.gather(asyncio.create_task(job()), mine)


asyncio.run(main())
