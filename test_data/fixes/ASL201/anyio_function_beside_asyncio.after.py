"""The file imports both; which of them a function is written for, its own names tell."""

import asyncio

import anyio
from anyio import fail_after, lowlevel


async def of_anyio() -> None:
    with fail_after(0.1) as scope:
        scope.cancel()
        await anyio.sleep(0.11)
        await lowlevel.checkpoint()


async def of_asyncio(task: asyncio.Task[None]) -> None:
    await asyncio.sleep(0.2)
    await task


async def of_either() -> None:
    await asyncio.sleep(0.3)


async def of_both(task: asyncio.Task[None]) -> None:
    await anyio.sleep(1)
    await anyio.sleep(0.4)
    await task
