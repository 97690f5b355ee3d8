"""The import of `time` had one user; `asyncio` takes its line."""

import asyncio
import logging

log = logging.getLogger(__name__)


async def retry(attempt: int) -> None:
    log.info("attempt %d", attempt)
    await asyncio.sleep(2**attempt)
