# unsafe
"""The cancelled task is waited for in a way that raises nothing but one's own cancellation."""

import asyncio


class Worker:
    task: asyncio.Task[None]
    tasks: dict[str, asyncio.Task[None]]

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])  # as wanted

        # all the others
        for task in self.tasks.values():
            task.cancel()
            await asyncio.wait([task])  # one by one
        print("stopped")


async def stop(task: asyncio.Task[None], tasks: list[asyncio.Task[None]]) -> None:
    task.cancel()
    await asyncio.wait([task])
    tasks[0].cancel()
    await asyncio.wait([tasks[0]])
    print("stopped")
