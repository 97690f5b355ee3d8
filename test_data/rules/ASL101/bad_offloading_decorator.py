"""The decorator turns a blocking function into a coroutine function: calling it is not enough any more."""

import asyncio
import functools
import shutil


def in_thread(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        return await asyncio.to_thread(function, *args, **kwargs)

    return wrapper


@in_thread
def remove_tree(path: str) -> None:
    shutil.rmtree(path)


async def clean(path: str) -> None:
    remove_tree(path)  # expect: ASL101[likely]
    await remove_tree(path + ".bak")
