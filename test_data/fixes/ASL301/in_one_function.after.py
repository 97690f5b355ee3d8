"""Several tasks of one function: each is kept in the set that the module gets."""

import asyncio
import logging

background_tasks: set[asyncio.Task] = set()

logger = logging.getLogger(__name__)


async def warm(cache: str) -> None:
    await asyncio.sleep(1)


async def start(caches: list[str]) -> None:
    # nobody waits for the first one
    task = asyncio.create_task(warm("first"))  # noqa: RUF006
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)

    for name in caches:
        task = asyncio.create_task(
            warm(name),  # one by one
            name=f"warm {name}",
        )  # up to here
        background_tasks.add(task)
        task.add_done_callback(background_tasks.discard)
    task = asyncio.ensure_future(warm("last"))
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)
    logger.info("started")
