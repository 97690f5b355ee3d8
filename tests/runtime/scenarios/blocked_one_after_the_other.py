"""Several long steps in one turn of the loop: each is told at its own line."""

import asyncio
import time


async def first() -> None:
    await asyncio.sleep(0)
    time.sleep(0.3)  # expect: blocked


async def second() -> None:
    await asyncio.sleep(0)
    time.sleep(0.2)  # expect: blocked


async def third() -> None:
    await asyncio.sleep(0)
    time.sleep(0.25)  # expect: blocked


async def main() -> None:
    await asyncio.gather(first(), second(), third())


asyncio.run(main())
