# unsafe
# left: ASL105:19, ASL105:21
"""Entering or iterating would wait while a thread lock is held."""

import asyncio
import threading
from collections.abc import AsyncIterator

guard = threading.Lock()
gate = asyncio.Lock()


async def ticks(count: int) -> AsyncIterator[int]:
    yield count


async def update(name: str) -> list[int]:
    with guard:
        with gate:
            print(name)
        return [tick for tick in ticks(3)]
