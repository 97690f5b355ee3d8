"""Children with loops of their own that behave: spawned, forked before there was a loop, and of a pool."""
# with: asyncio only

import asyncio
import concurrent.futures
import multiprocessing
import time


async def wait() -> None:
    await asyncio.gather(asyncio.sleep(0.05), asyncio.to_thread(time.sleep, 0.15))


def child() -> None:
    asyncio.run(wait())


async def main() -> None:
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        await asyncio.get_running_loop().run_in_executor(pool, child)


if __name__ == "__main__":
    for way in ("fork", "spawn"):
        process = multiprocessing.get_context(way).Process(target=child)
        process.start()
        process.join()
    asyncio.run(main())
