"""What does not raise may be done with a coroutine before it is handed on."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def job(n: int) -> int:
    await asyncio.sleep(0)
    return n


def formatted(n: int) -> Coroutine[Any, Any, int]:
    coro = job(n)
    print("%s" % coro, f"{coro}", "made of %r" % (coro,))
    return coro


def looked_up(names: dict[object, str]) -> tuple[str, object]:
    coro = job(1)
    return names[coro], coro


def equal_to_another(last: object) -> object:
    if (coro := job(1)) == last:
        return None
    return coro


def bound_anew(n: int) -> object:
    coro: Any = job(n)
    coro = asyncio.ensure_future(coro)
    total = 3
    if n > total:
        return coro
    return [coro]
