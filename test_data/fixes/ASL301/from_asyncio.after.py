"""The file imports names from asyncio: the class of tasks comes the same way."""

from asyncio import Task, create_task, sleep

background_tasks: set[Task] = set()


async def tick() -> None:
    await sleep(1)


async def main() -> None:
    task = create_task(tick())
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
