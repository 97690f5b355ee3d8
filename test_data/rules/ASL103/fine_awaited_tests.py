"""Awaited, or not a coroutine, or a question that is meant for the coroutine itself."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


async def exists(name: str) -> bool:
    await asyncio.sleep(0)
    return bool(name)


async def register(name: str) -> str:
    if await exists(name):
        return "taken"
    if not await exists(name):
        return "free"
    if name and await exists(name):
        return "both"
    while not (await exists(name)):
        name += "_"
    assert await exists(name), "gone"
    if (found := await exists(name)) is True:
        print(found)
    return "yes" if await exists(name) else "no"


async def group(names: list[str]) -> bool:
    if any([await exists(name) for name in names]):
        return True
    if all(await asyncio.gather(*[exists(name) for name in names])):
        return True
    return any(name for name in names if len(name) > 3)


async def the_function_itself(check: Callable[[str], Awaitable[bool]] | None = exists) -> bool:
    # a function, not a call of it
    if check:
        return await check("x")
    if exists is check or check == exists:
        return True
    return callable(exists)


async def optional(job: Coroutine[Any, Any, bool] | None) -> bool:
    # an optional parameter: this asks whether there is one
    if job is None:
        return False
    if job:
        return await job
    return False


async def maybe_coroutine(name: str, fast: bool) -> bool:
    job = exists(name) if fast else None
    if job is not None:
        return await job
    if job:
        return await job
    return False


async def default_for_none(name: str, job: Awaitable[bool] | None = None) -> bool:
    return await (job or exists(name))


async def passes_through(name: str) -> bool:
    # `and` gives the coroutine on, it does not test it
    job = name and exists(name)
    return await job if job else False


async def asks_what_it_is(callback: Callable[[str], Any]) -> Any:
    result = callback("x")
    if inspect.isawaitable(result):
        return await result
    if asyncio.iscoroutine(result) or inspect.iscoroutinefunction(callback):
        return await result
    return result


async def tasks(name: str) -> bool:
    task = asyncio.create_task(exists(name))
    if task.done() and task.result():
        return True
    if task in {task}:
        return await task
    return False


async def identity(name: str) -> bool:
    first = exists(name)
    second = exists(name)
    assert first is not second
    return await first and await second


def known(names: list[str]) -> set[str]:
    return set(names)


async def load_all(names: list[str]) -> dict[str, bool]:
    return {name: True for name in names}


async def conditional(names: list[str]) -> dict[str, bool]:
    # the call that is tested is the plain one, though the other is written first
    return await load_all(names) if known(names) else {}

