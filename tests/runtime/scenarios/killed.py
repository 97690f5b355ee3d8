"""What was seen before the end is there, whatever the end."""

import asyncio
import os
import signal
import time


async def main() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.25)  # expect: blocked
    await asyncio.sleep(0.1)
    os.kill(os.getpid(), signal.SIGKILL)


asyncio.run(main())
