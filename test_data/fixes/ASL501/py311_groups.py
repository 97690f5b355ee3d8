# unsafe
# left: ASL501:18
"""A bare `raise` in `except*` would wrap it in a group, and the task would not count as cancelled."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(items: list[str]) -> str:
    try:
        async with asyncio.TaskGroup() as group:
            for item in items:
                group.create_task(work(item))
    except* asyncio.CancelledError:
        print("cancelled")
    return ""
