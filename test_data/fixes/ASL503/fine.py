# unsafe
"""The handler ends the loop; the error is another task's; the loop is inside the try."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def consume(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():
                raise


async def consume_all(queue: asyncio.Queue[str]) -> None:
    try:
        while True:
            print(await queue.get())
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def drain(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            queue.get_nowait()
        except BaseException:
            break
