"""What waits by default, told not to."""

import fcntl
import os
import queue
import threading
from concurrent.futures import Future


async def tries(
    items: queue.Queue[int],
    others: queue.SimpleQueue[int],
    lock: threading.Lock,
    places: threading.BoundedSemaphore,
    ready: threading.Event,
    changed: threading.Condition,
    all_here: threading.Barrier,
    thread: threading.Thread,
    future: Future[int],
    file: int,
) -> None:
    items.get_nowait()
    items.put_nowait(1)
    items.get(False)
    items.get(block=False)
    items.get(True, 0)
    items.get(timeout=0.0)
    others.get(block=False)
    others.get_nowait()
    lock.acquire(False)
    lock.acquire(blocking=False)
    lock.acquire(timeout=0)
    places.acquire(blocking=False)
    ready.wait(0)
    changed.acquire(blocking=False)
    changed.wait_for(lambda: True, timeout=0)
    all_here.wait(timeout=0)
    thread.join(timeout=0)
    future.result(timeout=0)
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(file, fcntl.LOCK_NB | fcntl.LOCK_SH)
    fcntl.flock(file, fcntl.LOCK_UN)
    os.lockf(file, os.F_TLOCK, 0)
