"""A child that is forked while a loop runs: neither hangs."""
# with: asyncio only

import asyncio
import os
import time


async def slow() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.25)  # expect: blocked
    await asyncio.sleep(0.05)


async def main() -> None:
    await asyncio.sleep(0.05)
    for _ in range(20):
        if (pid := os.fork()) == 0:
            os._exit(0)
        await asyncio.to_thread(os.waitpid, pid, 0)
    if (pid := os.fork()) == 0:
        asyncio._set_running_loop(None)
        asyncio.run(slow())
        os._exit(0)
    await asyncio.to_thread(os.waitpid, pid, 0)


asyncio.run(main())
