"""A loop in another thread, and one after the other."""

import asyncio
import threading


async def job() -> None:
    await asyncio.sleep(0.01)


async def main() -> None:
    await asyncio.to_thread(asyncio.run, job())


asyncio.run(main())
asyncio.run(main())
thread = threading.Thread(target=lambda: asyncio.run(job()))
thread.start()
thread.join()
