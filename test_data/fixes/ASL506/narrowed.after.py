# unsafe
# settings: ignore = ["ASL205"]
"""The other classes stay suppressed."""

import asyncio
import contextlib
from contextlib import suppress

ERRORS = (KeyError, IndexError)


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def drain(item: str) -> None:
    with contextlib.suppress(OSError):
        await work(item)
    with contextlib.suppress(OSError, EOFError):  # all of them
        await work(item)
    with suppress(OSError, EOFError,): await work(item)
    with suppress(
        # of the transport
        ConnectionError,
        *ERRORS,
    ), open(item):
        await work(item)
    print("drained")
