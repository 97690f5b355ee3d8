"""A call on a flagged line that is longer than the threshold is told by the watchdog, and only once."""

import asyncio
import time


def nap() -> None:
    time.sleep(0.25)  # expect: blocked


async def main() -> None:
    await asyncio.sleep(0.05)
    nap()  # flagged
    await asyncio.sleep(0.05)


asyncio.run(main())
