"""All of these tasks are kept by somebody."""

import asyncio


async def poll() -> None:
    await asyncio.sleep(1)


class Poller:
    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[None]] = []

    async def start(self) -> asyncio.Task[None]:
        self.first = asyncio.create_task(poll())
        self.tasks.append(asyncio.create_task(poll()))
        await asyncio.gather(asyncio.create_task(poll()), poll())
        async with asyncio.TaskGroup() as group:
            group.create_task(poll())
        asyncio.create_task(poll()).add_done_callback(self.tasks.remove)
        return asyncio.create_task(poll())
