"""Both modules go by other names here."""

import asyncio as aio
import time as clock
from time import sleep as pause


async def tick() -> None:
    clock.sleep(1); pause(1)
    await aio.sleep(0)


async def tock(ready: bool) -> None:
    if ready: pause(1)
    else: clock.sleep(2)
