"""Killed in the middle of a block: what is under way is told."""

import asyncio
import os
import signal
import threading
import time


def kill() -> None:
    time.sleep(0.6)
    os.kill(os.getpid(), signal.SIGKILL)


async def main() -> None:
    threading.Thread(target=kill).start()
    await asyncio.sleep(0.05)
    time.sleep(10)  # expect: blocked


asyncio.run(main())
