# unsafe
# settings: ignore = ["ASL205"]
"""The other classes stay suppressed."""

import asyncio
import contextlib
from asyncio import CancelledError
from contextlib import suppress

ERRORS = (KeyError, IndexError)


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def drain(item: str) -> None:
    with contextlib.suppress(asyncio.CancelledError, OSError):
        await work(item)
    print("drained")


async def drain_all(items: list[str]) -> None:
    for item in items:
        with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):  # all of them
            await work(item)


async def drain_in_a_line(item: str) -> None:
    with suppress(OSError, asyncio.CancelledError, EOFError,): await work(item)


async def drain_into(item: str) -> None:
    with suppress(
        # of the transport
        ConnectionError,
        CancelledError,
        *ERRORS,
    ), open(item):
        await work(item)
