"""A cancellation that a task of anyio's swallows."""
# with: anyio

import asyncio

import anyio


async def stubborn() -> None:
    try:
        await anyio.sleep(10)
    except asyncio.CancelledError:
        pass


async def main() -> None:
    task = asyncio.create_task(stubborn())  # expect: cancel-swallowed
    await anyio.sleep(0.01)
    task.cancel()
    await task
    anyio.sleep(1)  # expect: never-awaited


anyio.run(main)
