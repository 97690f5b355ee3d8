"""Helpers that take a function, or a value: each is given what it wants."""

import asyncio
from collections.abc import Callable
from functools import partial


async def in_thread(function: Callable[..., object], *args: object) -> object:
    return await asyncio.to_thread(function, *args)


async def stored(rows: list[int]) -> None:
    await asyncio.to_thread(print, rows)


async def any_of(thing: object) -> object:
    if callable(thing):
        return await asyncio.to_thread(thing)
    return thing


def load(name: str = "") -> list[int]:
    return [len(name)]


def loader(name: str) -> Callable[[], list[int]]:
    return partial(load, name)


async def use() -> None:
    await in_thread(load, "x")
    await in_thread(loader("x"))
    await in_thread(partial(load, "x"))
    await in_thread(lambda: load("x"))
    await stored(load("x"))
    await any_of(load("x"))
