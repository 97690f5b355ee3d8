"""A lock that nobody holds."""

import asyncio
import threading

lock = threading.Lock()


async def main() -> None:
    for _ in range(1000):
        with lock:
            pass
        await asyncio.sleep(0)


asyncio.run(main())
