# unsafe
"""`wait`, or `gather` with `return_exceptions`: nothing to suppress."""

import asyncio


async def stop(tasks: list[asyncio.Task[str]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await asyncio.gather(*tasks, return_exceptions=True)
    print("stopped")
