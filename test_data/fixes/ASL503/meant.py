# unsafe
# left: ASL503:18, ASL503:27
"""What speaks for it that the loop goes on because somebody wants it to."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def consume_some(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            async with asyncio.timeout(5):
                print(await queue.get())
        except (asyncio.CancelledError, TimeoutError):
            # again
            print("nothing came")


async def consume_all(queues: list[asyncio.Queue[str]]) -> None:
    for queue in queues:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            continue  # only this queue was closed
