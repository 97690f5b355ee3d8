"""Threads and processes take the arguments as a tuple."""

import functools
import multiprocessing
import threading
import time
from threading import Thread, Timer


def work(*numbers: float, factor: float = 1) -> float:
    time.sleep(1)
    return sum(numbers) * factor


def start(numbers: list[float]) -> None:
    Thread(target=work).start()
    Thread(target=work, args=(1,), daemon=True).start()
    Thread(target=work, args=(1, 2), name="worker").start()
    Thread(name="worker", target=work, args=(*numbers,)).start()
    Thread(None, work, args=(3,)).start()
    threading.Thread(
        target=functools.partial(work, 1, factor=2),  # half of it
    ).start()
    Timer(5, work, args=(4,)).start()
    Timer(5, function=work).start()
    multiprocessing.Process(target=work, args=(5,)).start()
