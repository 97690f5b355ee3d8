# unsafe
# left: ASL503:12
"""`except*` would raise a group of errors."""

import asyncio


async def consume(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            print(await queue.get())
        except* asyncio.CancelledError:
            print("cancelled")
