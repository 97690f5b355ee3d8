# unsafe
# left: ASL206:15, ASL205:20, ASL206:20
"""While a thread lock is held nothing may be awaited: whoever else wants it would stop the loop, or wait for ever."""

import threading
from queue import Queue

lock, jobs = threading.Lock(), Queue[str]()


async def hold(done: threading.Event) -> None:
    """The lock is seen wherever it stands in the `with`."""
    with lock:
        if jobs.empty():
            done.wait()


async def hold_both(done: threading.Event) -> None:
    with open("log") as log, lock:
        log.write(jobs.get())
