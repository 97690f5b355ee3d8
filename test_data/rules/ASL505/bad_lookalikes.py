"""Cancelled, but not the task that is awaited: then it is no shutdown."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def another_task(task: asyncio.Task[None], other: asyncio.Task[None]) -> None:
    task.cancel()
    try:
        await other
    except asyncio.CancelledError:  # expect: ASL501[likely]
        logger.info("not the one that was cancelled")


async def a_new_task(task: asyncio.Task[None], start) -> None:
    task.cancel()
    task = start()
    try:
        await task
    except asyncio.CancelledError:  # expect: ASL501[likely]
        logger.info("nobody has cancelled this one")
