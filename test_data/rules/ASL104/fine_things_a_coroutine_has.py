"""Coroutines have attributes of their own, and text about one is sometimes meant."""

import asyncio
import inspect
import sys
from collections.abc import Coroutine
from typing import Any


async def job(n: int) -> int:
    await asyncio.sleep(0)
    return n


def drive(n: int) -> int:
    coro = job(n)
    try:
        while True:
            coro.send(None)
    except StopIteration as stop:
        return int(stop.value)
    finally:
        coro.close()


def describe(coro: Coroutine[Any, Any, Any]) -> str:
    name = getattr(coro, "__qualname__", "?")
    return f"{name} {coro.cr_code.co_name} {coro!r}"  # type: ignore[attr-defined]


def inspect_one() -> None:
    coro = job(1)
    print(coro.__name__, coro.cr_frame, coro.cr_running, file=sys.stderr)
    print(inspect.getcoroutinestate(coro), type(coro), id(coro))
    coro.throw(RuntimeError("stop"))


class Wrapper:
    def __init__(self, coro: Coroutine[Any, Any, int]) -> None:
        self.coro = coro

    def __await__(self):
        return self.coro.__await__()


async def by_hand() -> int:
    iterator = job(3).__await__()
    del iterator
    return await Wrapper(job(3))


async def kinds() -> bool:
    coro = job(1)
    checks = (
        inspect.iscoroutine(coro),
        asyncio.iscoroutine(coro),
        isinstance(coro, Coroutine),
        hasattr(coro, "send"),
    )
    await coro
    return all(checks)


async def the_function(n: int) -> str:
    # attributes of the function, not of what a call gives
    return f"{job.__name__}: {job.__doc__} {job} {inspect.signature(job)} {len([job])}"
