"""The handler ends the loop through its condition: no loop goes on, but the error is swallowed all the same."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def by_event(stop: asyncio.Event, job) -> None:
    while not stop.is_set():
        try:
            await job()
        except asyncio.CancelledError:  # expect: ASL501[likely]
            stop.set()


async def by_flag(job) -> None:
    running = True
    while running:
        try:
            await job()
        except asyncio.CancelledError:  # expect: ASL501
            running = False
    logger.info("stopped")
