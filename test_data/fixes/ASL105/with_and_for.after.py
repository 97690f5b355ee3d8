"""`async` is written where the keyword stands, whatever comes before and behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

lock = asyncio.Lock()


@asynccontextmanager
async def opened(name: str) -> AsyncIterator[str]:
    yield name


async def ticks(count: int) -> AsyncIterator[int]:
    for number in range(count):
        yield number


async def update(name: str) -> list[int]:
    # the lock first
    async with lock:  # nobody else
        pass
    async with opened(name) as one, opened("b"): print(one)
    async with (
        opened(name) as one,  # the one
        opened("b") as other,
    ):
        print(one, other)
    async with opened(name) as one, \
            lock:
        print(one)
    async for tick in ticks(3): print(tick); continue
    async for number, tick in ticks(2):  # type: int, int
        break
    else:
        async for(tick)in(ticks(1)):
            pass
    if name:
        async with(lock): return []
    try:
        pass
    except* ValueError:
        async with lock: pass
    match name:
        case "a":
            async for tick in ticks(1): pass

    def _() -> None: pass

    async def inner() -> None:
        async with lock:
            pass

    await inner()
    return []
