"""A loop is made where there is none at all; where one runs, it is the one that comes back."""

import asyncio
from collections.abc import Coroutine
from typing import Any


def any_loop() -> asyncio.AbstractEventLoop:
    try:
        return asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        return loop


def run(coroutine: Coroutine[Any, Any, str]) -> str:
    return any_loop().run_until_complete(coroutine)


def run_at_once(coroutine: Coroutine[Any, Any, str]) -> str:
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
    return loop.run_until_complete(coroutine)


async def fetch(url: str) -> str:
    return url


async def page(url: str) -> str:
    first = run(fetch(url))  # expect: ASL402
    return first + run_at_once(fetch(url))  # expect: ASL402
