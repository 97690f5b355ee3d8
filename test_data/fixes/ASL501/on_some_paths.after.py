# unsafe
# settings: min-confidence = "possible"
"""A handler that raises on some paths raises on all of them."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str, strict: bool) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError as error:
        if strict:
            raise
        if not isinstance(error, asyncio.CancelledError):
            return "never"
        if item:
            raise
        raise
    print("behind")
    return item


async def load_or_exit(item: str, strict: bool) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        if strict:
            raise RuntimeError("cancelled")
        elif item:
            raise
        else:
            raise
