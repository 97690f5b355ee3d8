"""Asks first whether a loop is running."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def by_exception(url: str) -> "str | asyncio.Task[str]":
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(fetch(url))
    return loop.create_task(fetch(url))


def by_exception_and_flag(url: str) -> "str | asyncio.Task[str]":
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    if loop is not None:
        return loop.create_task(fetch(url))
    return asyncio.run(fetch(url))


def by_else(url: str) -> str:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        pass
    else:
        raise RuntimeError("await fetch() instead")
    return asyncio.run(fetch(url))


def by_thread(url: str) -> str | None:
    if threading.current_thread() is threading.main_thread():
        return None
    return asyncio.run(fetch(url))


def by_private_api(coroutine: Coroutine[Any, Any, T]) -> T | None:
    if asyncio._get_running_loop() is not None:
        coroutine.close()
        return None
    return asyncio.run(coroutine)


async def handler(url: str) -> None:
    task = by_exception(url)
    other = by_exception_and_flag(url)
    print(task, other, by_thread(url), by_private_api(fetch(url)))
    print(by_else(url))
