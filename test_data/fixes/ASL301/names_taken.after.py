"""`task` and `background_tasks` mean something else here."""

import asyncio

_background_tasks: set[asyncio.Task] = set()


class BackgroundTasks:
    def add_task(self, function: object) -> None: ...


async def index(document: str) -> None:
    await asyncio.sleep(1)


async def upload(document: str, background_tasks: BackgroundTasks) -> None:
    background_tasks.add_task(print)
    task = asyncio.create_task(index(document))
    _background_tasks.add(task)
    task.add_done_callback(_background_tasks.discard)


async def run(task: str) -> None:
    task_2 = asyncio.create_task(index(task))
    _background_tasks.add(task_2)
    task_2.add_done_callback(_background_tasks.discard)
