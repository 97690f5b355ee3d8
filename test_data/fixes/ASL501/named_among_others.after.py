# unsafe
# left: ASL501:20, ASL501:24, ASL501:30, ASL501:41
"""CancelledError that stands among other classes was put there on purpose; alone in a tuple it is as if without."""

import asyncio
import asyncio as aio
from asyncio import CancelledError

ERRORS = (OSError, EOFError)


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except (asyncio.CancelledError, ConnectionError):
        print("gone")
    try:
        return await work(item)
    except (OSError, CancelledError, EOFError,) as error:
        print(error)
        return ""
    try:
        return await work(item)
    except (
        ValueError,  # wrong
        aio.CancelledError,
    ):
        print("no")
    try:
        return await work(item)
    except (asyncio.CancelledError,):
        print("alone in a tuple")
        raise
    try:
        return await work(item)
    except ((*ERRORS, asyncio.CancelledError), EOFError):
        print("in a tuple of a tuple")
    return ""
