"""The handler has no hand in what the loop's condition reads, or only counts."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def drain(queue: asyncio.Queue[str], send) -> None:
    while not queue.empty():
        try:
            await send(queue.get_nowait())
        except asyncio.CancelledError:  # expect: ASL503[likely]
            queue.task_done()


async def retry(job) -> None:
    failures = 0
    while failures < 5:
        try:
            await job()
            return
        except BaseException:  # expect: ASL503[likely]
            failures += 1
    logger.error("gave up")


async def nested(streams) -> None:
    while True:
        for stream in streams:
            try:
                await stream.pump()
            except asyncio.CancelledError:  # expect: ASL503
                break
