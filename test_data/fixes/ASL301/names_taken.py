"""`task` and `background_tasks` mean something else here."""

import asyncio


class BackgroundTasks:
    def add_task(self, function: object) -> None: ...


async def index(document: str) -> None:
    await asyncio.sleep(1)


async def upload(document: str, background_tasks: BackgroundTasks) -> None:
    background_tasks.add_task(print)
    asyncio.create_task(index(document))


async def run(task: str) -> None:
    asyncio.create_task(index(task))
