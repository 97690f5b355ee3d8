"""A task that goes on after it was cancelled."""

import asyncio


async def stubborn() -> None:
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("not now")


async def main() -> None:
    task = asyncio.create_task(stubborn())  # expect: cancel-swallowed
    await asyncio.sleep(0.01)
    task.cancel()
    await task


asyncio.run(main())
