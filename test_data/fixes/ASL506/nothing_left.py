# unsafe
# left: ASL506:15, ASL506:17, ASL506:19, ASL506:21, ASL506:23
"""Nothing else would be suppressed, or more than CancelledError would no longer be."""

import asyncio
import contextlib


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def drain(item: str) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await work(item)
    with contextlib.suppress(BaseException):
        await work(item)
    with contextlib.suppress(BaseException, OSError):
        await work(item)
    with contextlib.suppress((asyncio.CancelledError, OSError), EOFError):
        await work(item)
    with contextlib.suppress(
        asyncio.CancelledError,  # of the pool
        OSError,
    ):
        await work(item)
    print("drained")
