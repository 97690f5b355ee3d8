"""Queues, events and joins may be waited for in any thread."""

import asyncio
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

jobs: queue.Queue[str] = queue.Queue(maxsize=1)


async def main(done: threading.Event, worker: threading.Thread, pool: ThreadPoolExecutor) -> int:
    job = await asyncio.to_thread(jobs.get)
    print(job.upper() + await asyncio.to_thread(jobs.get, timeout=3))
    jobs.put_nowait(job)
    jobs.get(block=False)
    while not await asyncio.to_thread(done.wait, 1.5):
        print("still waiting")
    await asyncio.to_thread(worker.join)
    return await asyncio.to_thread(pool.submit(int, job).result) + 1
