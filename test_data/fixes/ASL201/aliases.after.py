"""Both modules go by other names here."""

import asyncio as aio


async def tick() -> None:
    await aio.sleep(1); await aio.sleep(1)
    await aio.sleep(0)


async def tock(ready: bool) -> None:
    if ready: await aio.sleep(1)
    else: await aio.sleep(2)
