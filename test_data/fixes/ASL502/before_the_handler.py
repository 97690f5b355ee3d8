"""CancelledError passes before the broad handler, which stays as it is with the comments above it."""

import asyncio
import logging

logger = logging.getLogger(__name__)


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except BaseException:  # whatever it is
        logger.exception("not loaded")
        return ""


async def load_again(item: str) -> str:
    try:
        return await work(item)
    except ValueError:
        raise
        # below the first handler

    # All others are logged,
    # and nothing else.
    except BaseException as error:
        # here
        logger.error("not loaded: %s", error)
    else:
        print("loaded")
    finally:
        print("tried")
    return ""


async def load_anyway(item: str) -> str:
    for word in ("first", "second"):
        try: await work(word)
        except: pass
    return ""


async def load_if_any(item: str) -> str:
    if item:
        # of no importance
        try:
            return await work(item)
        except (BaseException, ValueError): print("no"); return ""
    return ""
