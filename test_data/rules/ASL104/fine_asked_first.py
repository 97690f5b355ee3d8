"""The code asks whether it has a coroutine (function) before it uses what it has."""

import asyncio
import inspect
from collections.abc import Awaitable, Coroutine
from typing import Any


async def load() -> int:
    await asyncio.sleep(0)
    return 1


async def by_function() -> int:
    if not asyncio.iscoroutinefunction(load):
        load()
        return load() + 1
    if inspect.iscoroutinefunction(load):
        value = await load()
    else:
        value = load()
        print(value + 1)
    return value


async def leaving_early(verbose: bool) -> int:
    if asyncio.iscoroutinefunction(load):
        return await load()
    if verbose:
        load()
    return load() + 1


async def in_an_expression() -> int:
    value = await load() if inspect.iscoroutinefunction(load) else load()
    print(inspect.iscoroutinefunction(load) or load() + 1)
    print(not inspect.iscoroutinefunction(load) and load() + 1)
    return value


async def in_a_longer_question(verbose: bool) -> None:
    if verbose and not asyncio.iscoroutinefunction(load):
        print(load() + 1)
    if verbose or asyncio.iscoroutinefunction(load):
        await load()
    else:
        print(load() + 1)


async def by_value() -> int:
    first = load()
    if inspect.isawaitable(first):
        first = await first
    second = load()
    if asyncio.iscoroutine(second):
        second.close()
    else:
        print(second.bit_length())
    third = load()
    if not inspect.iscoroutine(third):
        return third.bit_length()
    await third
    return first + 1


async def by_type() -> int:
    first = load()
    if isinstance(first, Awaitable):
        first = await first
    second: Any = load()
    if not isinstance(second, (Coroutine, str)):
        return second.bit_length() + second
    await second
    return first.bit_length()
