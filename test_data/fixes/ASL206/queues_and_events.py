"""Queues, events and joins may be waited for in any thread."""

import queue
import threading
from concurrent.futures import ThreadPoolExecutor

jobs: queue.Queue[str] = queue.Queue(maxsize=1)


async def main(done: threading.Event, worker: threading.Thread, pool: ThreadPoolExecutor) -> int:
    job = jobs.get()
    print(job.upper() + jobs.get(timeout=3))
    jobs.put_nowait(job)
    jobs.get(block=False)
    while not done.wait(1.5):
        print("still waiting")
    worker.join()
    return pool.submit(int, job).result() + 1
