"""Calculations in C that let others run, in threads, and short ones that do not."""

import asyncio
import hashlib


async def main() -> None:
    data = bytes(40_000_000)
    for _ in range(3):
        await asyncio.to_thread(hashlib.sha256, data)
        sum(range(1000))
        await asyncio.sleep(0.01)


asyncio.run(main())
