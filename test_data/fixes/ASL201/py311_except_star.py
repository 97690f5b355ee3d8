"""A group of exceptions is handled; `except* OSError` is no cancellation."""

import asyncio
import time


async def both(first: asyncio.Task[None], second: asyncio.Task[None]) -> None:
    try:
        await asyncio.gather(first, second)
    except* OSError as group:
        print(group)
        time.sleep(1)
