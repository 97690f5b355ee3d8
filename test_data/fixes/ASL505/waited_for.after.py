# unsafe
# left: ASL505:31
"""The cancelled task is waited for in a way that raises nothing but one's own cancellation."""

import asyncio


class Worker:
    task: asyncio.Task[None]
    tasks: dict[str, asyncio.Task[None]]

    async def stop(self) -> None:
        self.task.cancel()
        task_2 = self.task
        await asyncio.wait([task_2])
        if not task_2.cancelled():
            task_2.result()  # as wanted

        # all the others
        for task in self.tasks.values():
            task.cancel()
            await asyncio.wait([task])
            if not task.cancelled():
                task.result()  # one by one
        print("stopped")


async def stop(task: asyncio.Task[None], tasks: list[asyncio.Task[None]]) -> None:
    task.cancel()
    try: await task
    except (asyncio.CancelledError, ValueError): ...
    except OSError:
        pass
    tasks[0].cancel()
    await asyncio.wait([tasks[0]])
    print("stopped")
