"""The same in a thread, and short sleeps one after the other."""

import asyncio
import time


async def main() -> None:
    await asyncio.to_thread(time.sleep, 0.25)
    for _ in range(10):
        time.sleep(0.005)
        await asyncio.sleep(0)


asyncio.run(main())
