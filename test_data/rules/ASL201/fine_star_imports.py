"""The later of two star imports wins."""

from time import *
from asyncio import *


async def poll() -> float:
    start = monotonic()
    await sleep(1)
    return monotonic() - start
