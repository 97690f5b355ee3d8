"""Helpers of another module that do await what they get."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def first_of(jobs: Iterable[Awaitable[T]]) -> T:
    tasks = [asyncio.ensure_future(job) for job in jobs]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    return done.pop().result()


async def timed(job: Awaitable[T]) -> T:
    async with asyncio.timeout(1):
        return await job
