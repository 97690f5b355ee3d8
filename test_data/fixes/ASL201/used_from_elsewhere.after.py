"""An import that is listed in `__all__`, or may be patched by its name, stays."""

import asyncio
import time
from time import monotonic, sleep

__all__ = ["monotonic", "sleep", "wait"]

PATCHED = f"{__name__}.time.sleep", "some.module.time.sleep"


async def wait() -> None:
    await asyncio.sleep(1)
    await asyncio.sleep(1)
