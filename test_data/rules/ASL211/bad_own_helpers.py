"""Helpers of the program that put what they are given into a thread, and are given a result instead."""

import asyncio
from collections.abc import Callable
from functools import partial


async def in_thread(function: Callable[..., object], *args: object) -> object:
    return await asyncio.to_thread(function, *args)


class Pool:
    async def run(self, function: Callable[..., object], *args: object, **options: object) -> object:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, partial(function, *args, **options))


def load(name: str = "") -> list[int]:
    return [len(name)]


async def use(pool: Pool) -> None:
    await in_thread(load("x"))  # expect: ASL211
    await pool.run(load("x"))  # expect: ASL211
    await pool.run(function=load())  # expect: ASL211
