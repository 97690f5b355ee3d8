"""Tasks that begin at once are watched like all others."""
# with: Python 3.12, asyncio only

import asyncio
import gc


async def stubborn() -> None:
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        pass


async def fail() -> None:
    await asyncio.sleep(0)
    raise ValueError("unseen")


async def wait() -> None:
    await asyncio.Future()


async def main() -> None:
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    asyncio.create_task(wait())  # expect: task-dropped, task-destroyed
    await asyncio.sleep(0.01)
    gc.collect()
    task = asyncio.create_task(stubborn())  # expect: cancel-swallowed
    task.cancel()
    await task
    task = asyncio.create_task(fail())  # expect: task-exception
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    await asyncio.sleep(0)


asyncio.run(main())
