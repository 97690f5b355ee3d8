"""Functions of the program that put what they are given into a thread, or aside, or ask first what it is."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from functools import partial

import requests

callbacks: list[Callable[[], object]] = []


async def in_thread(function: Callable[..., object], *args: object) -> object:
    return await asyncio.to_thread(function, *args)


async def in_executor(function: Callable[..., object], *args: object, **options: object) -> object:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, partial(function, *args, **options))


async def in_thread_by_lambda(function: Callable[[str], object], url: str) -> object:
    return await asyncio.to_thread(lambda: function(url))


async def in_thread_by_name(function: Callable[[str], object], url: str) -> object:
    def call() -> object:
        return function(url)

    return await asyncio.to_thread(call)


async def through_two(function: Callable[..., object]) -> object:
    return await in_thread(function)


async def either(function: Callable[[], object]) -> object:
    if inspect.iscoroutinefunction(function):
        return await function()
    return await asyncio.to_thread(function)


async def maybe_here(function: Callable[[], object], here: bool) -> object:
    if here:
        return function()
    return await asyncio.to_thread(function)


async def awaited(function: Callable[[], Awaitable[object]]) -> object:
    return await function()


def later(function: Callable[[], object]) -> None:
    callbacks.append(function)


def wrapped(function: Callable[[], object]) -> Callable[[], object]:
    def call() -> object:
        return function()

    return call


def replaced(function: Callable[[], object]) -> object:
    function = dict
    return function()


def load() -> object:
    return requests.get("https://example.org")


async def aload() -> object:
    return await asyncio.sleep(1)


async def use() -> None:
    await in_thread(load)
    await in_thread(requests.get, "https://example.org")
    await in_executor(load)
    await in_thread_by_lambda(requests.get, "https://example.org")
    await in_thread_by_name(requests.get, "https://example.org")
    await through_two(load)
    await either(load)
    await either(aload)
    await maybe_here(load, here=False)
    await awaited(aload)
    later(load)
    wrapped(load)
    replaced(load)
