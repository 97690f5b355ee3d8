"""The set of the module has a name that this function uses for something else."""

import asyncio

jobs = set()


async def ping(host: str) -> None:
    await asyncio.sleep(1)


async def watch(host: str) -> None:
    task = asyncio.create_task(ping(host))
    jobs.add(task)
    task.add_done_callback(jobs.discard)


async def run(jobs: list[str]) -> None:
    for job in jobs:
        asyncio.create_task(ping(job))
