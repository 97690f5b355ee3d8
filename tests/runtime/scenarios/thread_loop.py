"""The loop of a thread is watched, too."""

import asyncio
import threading
import time


async def slow() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.25)  # expect: blocked
    await asyncio.sleep(0.05)


thread = threading.Thread(target=lambda: asyncio.run(slow()))
thread.start()
thread.join()
