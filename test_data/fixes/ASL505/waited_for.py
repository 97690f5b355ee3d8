# unsafe
"""The cancelled task is waited for in a way that raises nothing but one's own cancellation."""

import asyncio
import contextlib


class Worker:
    task: asyncio.Task[None]
    tasks: dict[str, asyncio.Task[None]]

    async def stop(self) -> None:
        self.task.cancel()
        try:
            await self.task
        except BaseException:
            pass  # as wanted

        # all the others
        for task in self.tasks.values():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception): await task  # one by one
        print("stopped")


async def stop(task: asyncio.Task[None], tasks: list[asyncio.Task[None]]) -> None:
    task.cancel()
    try: await task
    except (asyncio.CancelledError, ValueError): ...
    except Exception:
        pass
    tasks[0].cancel()
    try:
        await tasks[0]
    except BaseException:
        pass
    print("stopped")
