# unsafe
"""The class that anyio asks for; the body of a context manager."""

from asyncio import CancelledError
from contextlib import asynccontextmanager

import anyio


async def work(item: str) -> str:
    await anyio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except anyio.get_cancelled_exc_class():
        print("cancelled")
        return ""


@asynccontextmanager
async def loading(item: str):
    try:
        yield await work(item)
    except CancelledError:
        print("cancelled")
