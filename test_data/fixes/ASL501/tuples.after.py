# unsafe
"""Where other classes are caught, too, CancelledError gets a handler of its own."""

import asyncio
import asyncio as aio
from asyncio import CancelledError


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        raise
    # the peer went away
    # or we did
    except ConnectionError:  # both
        print("gone")
    try:
        return await work(item)
    except CancelledError:
        raise
    except (OSError, EOFError,) as error:
        print(error)
        return ""
    try:
        return await work(item)
    except aio.CancelledError:
        raise
    except (
        ValueError,  # wrong
        TypeError,
    ):
        print("no")
    try:
        return await work(item)
    except (asyncio.CancelledError,):
        print("alone in a tuple")
        raise
    return ""
