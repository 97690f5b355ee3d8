# left: ASL503:11, ASL503:19
"""What raises again, and what skips a clean-up, wants to be asked for."""

import asyncio


async def consume(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            print("cancelled")


async def consume_bare(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            print(await queue.get())
        except:
            queue.task_done()
