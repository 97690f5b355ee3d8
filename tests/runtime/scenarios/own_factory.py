"""Tasks that a factory of the program's own makes."""

import asyncio
import gc


def factory(loop, coroutine, **options):
    return asyncio.Task(coroutine, loop=loop, **options)


async def stubborn() -> None:
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        pass


async def fail() -> None:
    raise ValueError("unseen")


async def wait() -> None:
    await asyncio.Future()


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.set_task_factory(factory)
    assert loop.get_task_factory() is factory
    task = loop.create_task(stubborn())  # expect: cancel-swallowed
    await asyncio.sleep(0)
    task.cancel()
    await task
    asyncio.create_task(wait())  # expect: task-dropped, task-destroyed
    await asyncio.sleep(0.01)
    gc.collect()
    task = asyncio.create_task(fail())  # expect: task-exception
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    await asyncio.sleep(0)


asyncio.run(main())
