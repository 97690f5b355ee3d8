"""The end of a process that nothing comes after."""

import asyncio
import os
import time


async def main() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.25)  # expect: blocked
    await asyncio.sleep(0.1)
    os._exit(0)


asyncio.run(main())
