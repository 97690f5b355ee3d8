"""A child blocks its own loop, in a file of its own evidence."""
# with: asyncio only

import asyncio
import multiprocessing
import time


async def slow() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.25)  # expect: blocked
    await asyncio.sleep(0.05)


def child() -> None:
    asyncio.run(slow())


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=child)
    process.start()
    process.join()
