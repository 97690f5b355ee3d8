# left: ASL301:12, ASL301:13, ASL302:14
"""There is no statement of its own to put the set behind."""

import asyncio


async def poll() -> None:
    await asyncio.sleep(1)


async def main(often: bool) -> None:
    asyncio.create_task(poll()) if often else None
    often and asyncio.create_task(poll())
    (task := asyncio.create_task(poll()))
