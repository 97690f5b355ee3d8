# left: ASL301:16
"""A module that has sets of both names for something else."""

import asyncio

background_tasks = {"mail", "index"}
_background_tasks = frozenset(background_tasks)


async def poll() -> None:
    await asyncio.sleep(1)



async def main() -> None:
    asyncio.create_task(poll())
