"""The same in a thread, before the loop runs, where it is not a matter of a finding, and too short to tell."""

import asyncio
import time


def rest(seconds: float) -> None:
    time.sleep(seconds)  # flagged


async def main() -> None:
    await asyncio.to_thread(rest, 0.005)
    await asyncio.to_thread(time.sleep, 0.005)  # flagged
    time.sleep(0.005)
    for _ in range(100):
        len([1])  # flagged
    await asyncio.sleep(0.005)  # flagged
    try:
        rest("long")  # flagged
    except TypeError:
        rest(0)
    rest(0)


rest(0.005)  # flagged
asyncio.run(main())
