"""The later of two star imports wins."""

from asyncio import *
from time import *


async def poll() -> None:
    sleep(1)  # expect: ASL201
