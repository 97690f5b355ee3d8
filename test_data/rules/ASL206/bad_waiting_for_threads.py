"""Waiting for a thread while everything else on the loop waits too."""

import asyncio
import concurrent.futures
import queue
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from queue import Queue

lock = threading.Lock()
pool = ThreadPoolExecutor()
jobs: Queue[int] = Queue()
results: queue.Queue[int] = queue.Queue(maxsize=10)


def work(n: int = 0) -> int:
    return n


async def locks(other: threading.RLock, slots: threading.Semaphore, ready: threading.Condition) -> None:
    with lock:  # expect: ASL206[possible]
        print("held")
    lock.acquire()  # expect: ASL206[possible]
    lock.release()
    with other:  # expect: ASL206[possible]
        print("held")
    slots.acquire(timeout=3)  # expect: ASL206
    with ready:  # expect: ASL206[possible]
        ready.wait()  # expect: ASL206


async def queues() -> int:
    jobs.put(3)
    jobs.join()  # expect: ASL206
    results.put(4)
    results.get(timeout=1)  # expect: ASL206
    return jobs.get()  # expect: ASL206


async def events(stop: threading.Event, barrier: threading.Barrier) -> None:
    stop.wait()  # expect: ASL206
    stop.wait(timeout=3)  # expect: ASL206
    barrier.wait()  # expect: ASL206


async def threads() -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()  # expect: ASL206
    thread.join(timeout=5)  # expect: ASL206


async def futures() -> int:
    future = pool.submit(work, 3)
    value = future.result()  # expect: ASL206
    value += pool.submit(work).result(timeout=3)  # expect: ASL206
    print(future.exception())  # expect: ASL206
    wait([future])  # expect: ASL206
    for done in concurrent.futures.as_completed([future]):  # expect: ASL206
        print(done)
    return value + sum(pool.map(work, [1, 2]))  # expect: ASL206


async def shutdown() -> None:
    pool.shutdown()  # expect: ASL206


async def held_across_an_await(lock: threading.Lock) -> None:
    with lock:  # expect: ASL206
        await asyncio.sleep(1)
