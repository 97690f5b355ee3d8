from contextlib import contextmanager
from threading import RLock
from typing import Iterator

LOCK = RLock()


@contextmanager
def locked() -> Iterator[None]:
    LOCK.acquire()
    try:
        yield
    finally:
        LOCK.release()
