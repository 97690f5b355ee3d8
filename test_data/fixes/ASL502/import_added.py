"""A file without asyncio gets the import, at the place of its own."""

from __future__ import annotations

import logging

from shop import stores


async def load(store) -> bool:
    try:
        await store.load()
    except BaseException:
        logging.exception("not loaded")
        return False
    return True
