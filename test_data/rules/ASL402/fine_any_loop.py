"""Here somebody asks whether the loop runs, or no loop runs where the other one is run."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(coroutine: Coroutine[Any, Any, str]) -> str:
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
    if loop.is_running():
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, coroutine).result()
    return loop.run_until_complete(coroutine)


def start(coroutine: Coroutine[Any, Any, str]) -> "asyncio.Task[str] | None":
    try:
        return asyncio.get_event_loop().create_task(coroutine)
    except RuntimeError:
        asyncio.new_event_loop().run_until_complete(coroutine)
        return None


def start_running(coroutine: Coroutine[Any, Any, str]) -> "asyncio.Task[str] | None":
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    if loop is not None:
        return loop.create_task(coroutine)
    asyncio.new_event_loop().run_until_complete(coroutine)
    return None


async def fetch(url: str) -> str:
    return url


async def page(url: str) -> None:
    run(fetch(url))
    task = start(fetch(url))
    other = start_running(fetch(url))
    print(task, other)


def main(url: str) -> str:
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
    return loop.run_until_complete(fetch(url))
