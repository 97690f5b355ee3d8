"""Helpers of the program that call what they are given in a thread, or as a callback of the loop."""

import asyncio
from collections.abc import Callable


async def in_thread(function: Callable[..., object], *args: object) -> object:
    return await asyncio.to_thread(function, *args)


def soon(function: Callable[[], object]) -> None:
    asyncio.get_running_loop().call_soon(function)


async def refresh() -> None:
    await asyncio.sleep(0)


async def use() -> None:
    await in_thread(refresh)  # expect: ASL106
    soon(refresh)  # expect: ASL106
