"""A sleep in a helper, three functions down."""

import asyncio
import time


def nap() -> None:
    time.sleep(0.25)  # expect: blocked


def rest() -> None:
    nap()


async def main() -> None:
    await asyncio.sleep(0.05)
    rest()
    await asyncio.sleep(0.05)


asyncio.run(main())
