"""Helpers that know what to do with a coroutine function, or are given another."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable


async def in_thread(function: Callable[..., object], *args: object) -> object:
    return await asyncio.to_thread(function, *args)


async def call(function: Callable[[], object]) -> object:
    if inspect.iscoroutinefunction(function):
        return await function()
    return await asyncio.to_thread(function)


def is_async(function: object) -> bool:
    return inspect.iscoroutinefunction(function)


async def call_by_kind(function: Callable[[], object]) -> object:
    return await call_async(function) if is_async(function) else await asyncio.to_thread(function)


async def call_async(function: Callable[[], object]) -> object:
    result = function()
    return await result if isinstance(result, Awaitable) else result


def soon(function: Callable[[], Awaitable[object]]) -> None:
    asyncio.get_running_loop().call_soon(lambda: tasks.append(asyncio.ensure_future(function())))


tasks: list[object] = []


async def refresh() -> None:
    await asyncio.sleep(0)


def save() -> None:
    print("saved")


async def use() -> None:
    await in_thread(save)
    await call(refresh)
    await call(save)
    await call_by_kind(refresh)
    await call_async(refresh)
    soon(refresh)
