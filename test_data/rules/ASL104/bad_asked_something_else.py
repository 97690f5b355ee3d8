"""The question was another one, or the answer was yes."""

import asyncio
import inspect


async def load() -> int:
    await asyncio.sleep(0)
    return 1


async def other() -> int:
    return 2


async def asked_of_another() -> None:
    if not asyncio.iscoroutinefunction(other):
        print(load() + 1)  # expect: ASL104


async def the_answer_was_yes(verbose: bool) -> None:
    if inspect.iscoroutinefunction(load):
        print(load() + 1)  # expect: ASL104
    if not inspect.iscoroutinefunction(load) or verbose:
        print(load() + 1)  # expect: ASL104


async def left_when_it_was_none() -> int:
    if not asyncio.iscoroutinefunction(load):
        return 0
    return load() + 1  # expect: ASL104


async def never_left() -> int:
    if asyncio.iscoroutinefunction(load):
        print("a coroutine function")
    return load() + 1  # expect: ASL104
