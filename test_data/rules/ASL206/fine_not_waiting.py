"""The same calls, told not to wait; and methods that never do."""

import asyncio
import os.path
import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor

lock = threading.Lock()
unbounded: queue.Queue[int] = queue.Queue()
simple: queue.SimpleQueue[int] = queue.SimpleQueue()
pool = ThreadPoolExecutor()


async def locks() -> bool:
    if lock.acquire(blocking=False):
        lock.release()
    if lock.acquire(False):
        lock.release()
    if lock.acquire(timeout=0):
        lock.release()
    return lock.locked()


async def queues(bounded: "queue.Queue[int]") -> int:
    # no limit was given: `put` has nothing to wait for
    unbounded.put(1)
    simple.put(2)
    bounded.put_nowait(3)
    bounded.put(3, block=False)
    bounded.put(3, False)
    bounded.task_done()
    total = bounded.get_nowait() + bounded.get(block=False) + bounded.get(False) + bounded.get(timeout=0)
    return total + bounded.qsize() + bounded.empty() + bounded.full()


async def events(stop: threading.Event, thread: threading.Thread, slots: threading.Semaphore) -> None:
    stop.set()
    stop.clear()
    if not stop.is_set() and not stop.wait(0) and not stop.wait(timeout=0):
        thread.start()
    thread.join(0)
    thread.join(timeout=0)
    slots.acquire(blocking=False)
    slots.release()
    print(thread.is_alive(), thread.name)


async def futures(future: "Future[int]") -> None:
    future.cancel()
    future.set_result(3)
    future.add_done_callback(lambda done: print(done.result()))
    print(future.done(), future.running(), future.cancelled())
    pool.submit(print, "fire and forget")
    pool.shutdown(wait=False)


async def joins(names: list[str], rows: "list[tuple[str, str]]") -> str:
    path = os.path.join("a", *names)
    return ", ".join(names) + path + "".join(map("=".join, rows))


class Basket:
    def __init__(self) -> None:
        self.lock = Padlock()

    def put(self, item: str) -> None:
        print(item)

    def get(self) -> str:
        return "apple"

    def join(self) -> str:
        return "apples"

    async def use(self, queue: "Basket", unknown) -> str:
        queue.put("pear")
        self.put(queue.get() + queue.join())
        with self.lock:
            print("a padlock of ours")
        unknown.acquire()
        unknown.lock.acquire()
        with unknown.lock:
            return unknown.queue.get()


class Padlock:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *exc: object) -> None:
        return None


async def in_threads(stop: threading.Event, bounded: "queue.Queue[int]", thread: threading.Thread) -> int:
    await asyncio.to_thread(stop.wait)
    await asyncio.to_thread(thread.join)
    return await asyncio.get_running_loop().run_in_executor(pool, bounded.get)


def consumer(bounded: "queue.Queue[int]") -> None:
    while item := bounded.get():
        with lock:
            print(item)


async def start(bounded: "queue.Queue[int]") -> None:
    threading.Thread(target=consumer, args=(bounded,)).start()
    await asyncio.to_thread(consumer, bounded)


def result_from_other_thread(loop: asyncio.AbstractEventLoop) -> int:
    # called by plain threads only
    return asyncio.run_coroutine_threadsafe(asyncio.sleep(1, 3), loop).result()
