"""Several tasks of one function: each is kept in the set that the module gets."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def warm(cache: str) -> None:
    await asyncio.sleep(1)


async def start(caches: list[str]) -> None:
    # nobody waits for the first one
    asyncio.create_task(warm("first"))  # noqa: RUF006

    for name in caches:
        asyncio.create_task(
            warm(name),  # one by one
            name=f"warm {name}",
        )  # up to here
    asyncio.ensure_future(warm("last"))
    logger.info("started")
