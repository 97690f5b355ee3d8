"""A child that was forked has a watchdog of its own."""
# with: asyncio only

import asyncio
import os
import time


async def slow() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.25)  # expect: blocked
    await asyncio.sleep(0.05)


asyncio.run(asyncio.sleep(0))
pid = os.fork()
if pid == 0:
    asyncio.run(slow())
    os._exit(0)
os.waitpid(pid, 0)
