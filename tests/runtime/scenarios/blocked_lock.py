"""A lock that a thread holds."""

import asyncio
import threading
import time

lock = threading.Lock()


def hold() -> None:
    with lock:
        time.sleep(0.35)


async def main() -> None:
    threading.Thread(target=hold).start()
    await asyncio.sleep(0.05)
    with lock:  # expect: blocked
        pass
    await asyncio.sleep(0.05)


asyncio.run(main())
