"""Plain code that makes a coroutine first and runs it afterwards."""

import asyncio
import contextvars
import inspect
import threading
from collections.abc import Callable
from typing import Any

import trio_compat  # nobody knows what it does with a coroutine


async def work(n: int) -> int:
    await asyncio.sleep(0)
    return n


def main() -> int:
    coro = work(3)
    return asyncio.run(coro)


def old_style() -> int:
    loop = asyncio.new_event_loop()
    coro = work(3)
    try:
        return loop.run_until_complete(coro)
    finally:
        loop.close()


def from_another_thread(loop: asyncio.AbstractEventLoop) -> int:
    coro = work(3)
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    return future.result()


def in_a_thread() -> None:
    coro = work(3)
    thread = threading.Thread(target=asyncio.run, args=(coro,))
    thread.start()
    thread.join()


def foreign(n: int) -> Any:
    coro = work(n)
    return trio_compat.run_sync(coro)


def in_context(n: int) -> None:
    job = work(n)
    context = contextvars.copy_context()
    context.run(asyncio.run, job)


async def maybe_async(callback: Callable[[int], Any]) -> Any:
    result = callback(3)
    if inspect.isawaitable(result):
        result = await result
    return result


async def use_maybe_async() -> Any:
    return await maybe_async(work)


def stepping_by_hand() -> None:
    coro = work(1)
    try:
        coro.send(None)
    except StopIteration as stop:
        print(stop.value)


def inspected() -> str:
    coro = work(1)
    name = coro.__qualname__
    coro.close()
    return name
