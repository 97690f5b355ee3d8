"""Coroutines that are awaited, scheduled, or closed on purpose."""

import asyncio


async def job() -> None:
    await asyncio.sleep(0)


async def main() -> None:
    await job()
    await asyncio.gather(job(), job())
    unwanted = job()
    unwanted.close()


asyncio.run(main())
