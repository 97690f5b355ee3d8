"""A handler has taken whatever was raised, so the `return` in `finally` throws nothing away."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def last_words(queue: asyncio.Queue[str]) -> str:
    word = ""
    try:
        word = await queue.get()
    except BaseException:  # expect: ASL502
        logger.exception("no last words")
    finally:
        return word


async def retried(job, kinds: tuple[type[BaseException], ...] = (OSError, EOFError)) -> None:
    # which classes these are is for the caller to say
    while True:
        try:
            return await job()
        except kinds:
            logger.info("again")
