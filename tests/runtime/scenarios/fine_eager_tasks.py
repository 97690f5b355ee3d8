"""The same, as it should be."""
# with: Python 3.12, asyncio only

import asyncio


async def job(seconds: float) -> None:
    if seconds:
        await asyncio.sleep(seconds)


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    assert loop.get_task_factory() is asyncio.eager_task_factory
    done = asyncio.create_task(job(0))
    assert done.done()
    task = asyncio.create_task(job(10))
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    async with asyncio.TaskGroup() as group:
        group.create_task(job(0.01))
        group.create_task(job(0))
    loop.set_task_factory(None)
    assert loop.get_task_factory() is None
    await asyncio.create_task(job(0.01))


asyncio.run(main())
