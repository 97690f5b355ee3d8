"""A crash in C."""

import asyncio
import ctypes
import time


async def main() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.25)  # expect: blocked
    await asyncio.sleep(0.1)
    ctypes.string_at(0)


asyncio.run(main())
