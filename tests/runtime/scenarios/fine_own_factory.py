"""The same, as it should be: cancelled, taken back, timed out, in a group."""

import asyncio


class Task(asyncio.Task):
    pass


def factory(loop, coroutine, **options):
    return Task(coroutine, loop=loop, **options)


async def job(seconds: float) -> None:
    await asyncio.sleep(seconds)


async def careful() -> None:
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        asyncio.current_task().uncancel()


async def main() -> None:
    asyncio.get_running_loop().set_task_factory(factory)
    task = asyncio.create_task(job(10))
    assert type(task) is Task
    for stops in (task, asyncio.create_task(careful())):
        await asyncio.sleep(0)
        stops.cancel()
        await asyncio.wait([stops])
    async with asyncio.TaskGroup() as group:
        group.create_task(job(0.01))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.create_task(job(10))
    except TimeoutError:
        pass


asyncio.run(main())
