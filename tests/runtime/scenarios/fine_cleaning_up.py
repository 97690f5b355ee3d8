"""Tasks that take their time to stop, some of them longer than a second, and are asked to again meanwhile."""

import asyncio
from collections.abc import AsyncIterator

PAUSES = (0.05, 1.2)


class Connection:
    async def __aenter__(self) -> "Connection":
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.shield(asyncio.sleep(0.6))


async def in_the_handler(pause: float) -> None:
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        await asyncio.shield(asyncio.sleep(pause))
        raise


async def in_the_end(pause: float) -> None:
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.shield(asyncio.sleep(pause))


async def on_the_way_out(pause: float) -> None:
    async with Connection(), Connection():
        await asyncio.sleep(pause + 10)


async def raised_later(pause: float) -> None:
    error = None
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as cancelled:
        error = cancelled
    await asyncio.shield(asyncio.sleep(pause))
    if error is not None:
        raise error


async def rows(pause: float) -> AsyncIterator[int]:
    try:
        yield 1
        await asyncio.sleep(10)
    finally:
        await asyncio.shield(asyncio.sleep(pause))


async def in_a_generator(pause: float) -> None:
    async for row in rows(pause):
        print(row)


async def with_tasks_of_its_own(pause: float) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(in_the_end(pause))
        group.create_task(in_the_handler(pause))


async def gathering(pause: float) -> None:
    await asyncio.gather(in_the_end(pause), in_the_handler(pause))


async def taken_back(pause: float) -> None:
    task = asyncio.current_task()
    assert task is not None
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        task.uncancel()
    await asyncio.shield(asyncio.sleep(pause))


async def taken_back_in_the_end() -> None:
    task = asyncio.current_task()
    assert task is not None
    for _ in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("cancelled", task.cancelling())
    while task.uncancel():
        pass


async def main() -> None:
    other = asyncio.create_task(taken_back_in_the_end())
    for _ in range(2):
        await asyncio.sleep(0.01)
        other.cancel()
    await other
    functions = in_the_handler, in_the_end, on_the_way_out, raised_later, in_a_generator, with_tasks_of_its_own, gathering, taken_back
    tasks = [asyncio.create_task(function(pause)) for function in functions for pause in PAUSES]
    await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=1.1)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


asyncio.run(main())
