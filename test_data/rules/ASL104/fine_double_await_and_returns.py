"""An async function that returns an awaitable on purpose; the caller awaits twice, or passes it on."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any


async def query(n: int) -> int:
    await asyncio.sleep(0)
    return n


async def prepare(n: int) -> Coroutine[Any, Any, int]:
    await asyncio.sleep(0)
    return query(n)


async def double(n: int) -> int:
    return await (await prepare(n))


async def in_two_steps(n: int) -> int:
    pending = await prepare(n)
    print("prepared")
    return await pending


async def handed_to_gather(n: int) -> list[int]:
    return await asyncio.gather(await prepare(n), await prepare(n + 1))


def plain(n: int) -> Awaitable[int]:
    return query(n)


def choose(n: int):
    return query(n) if n else query(-n)


async def use(n: int) -> int:
    return await plain(n) + await choose(n)


async def started(n: int) -> "asyncio.Task[int]":
    return asyncio.create_task(query(n))


async def use_started(n: int) -> int:
    task = await started(n)
    task.add_done_callback(print)
    return await task


class Handler:
    async def dispatch(self, n: int):
        # awaited by the framework as often as it takes
        return self.handle(n)

    async def handle(self, n: int) -> int:
        return n
