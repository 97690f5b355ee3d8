"""The import of `time` had one user; `asyncio` takes its line."""

import logging
import time

log = logging.getLogger(__name__)


async def retry(attempt: int) -> None:
    log.info("attempt %d", attempt)
    time.sleep(2**attempt)
