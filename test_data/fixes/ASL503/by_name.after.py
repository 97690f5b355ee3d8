# unsafe
# left: ASL503:44
"""The loop ends with the task: the handler raises in place of going on."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def consume(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            print("cancelled")
            raise


async def consume_all(queues: list[asyncio.Queue[str]]) -> None:
    for queue in queues:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            raise  # with the next
        except ValueError:
            continue
        print("got it")


async def consume_until(queue: asyncio.Queue[str], end: asyncio.Event) -> None:
    while not end.is_set():
        try: print(await queue.get())
        except asyncio.CancelledError: raise


async def consume_some(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            async with asyncio.timeout(5):
                print(await queue.get())
        except (asyncio.CancelledError, TimeoutError):
            # again
            print("nothing came")
