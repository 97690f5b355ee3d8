"""Many steps that take time, a few at once: the loop answers in between."""

import asyncio
import time


async def step(few: asyncio.Semaphore) -> None:
    async with few:
        await asyncio.sleep(0)
        time.sleep(0.004)


async def main() -> None:
    few = asyncio.Semaphore(3)
    await asyncio.gather(*(step(few) for _ in range(100)))


asyncio.run(main())
