# unsafe
# left: ASL205:18, ASL205:26
"""A block with an `await` in it is no block of the thread, but one inside of it may be."""

import asyncio
from collections.abc import Awaitable, Callable


async def copy(path: str, send: Callable[[str], Awaitable[None]]) -> None:
    with open(path) as file:
        with open(path + ".log", "w") as log:
            log.write(path)
        while True:
            # as fast as it is taken
            line = file.readline()
            if not line:
                break
            await send(line)


async def each(path: str, send: Callable[[str], Awaitable[None]]) -> None:
    with open(path) as file:
        for line in file:
            await asyncio.sleep(0)
            await send(line)
