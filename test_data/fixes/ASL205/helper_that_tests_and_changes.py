# unsafe
# left: ASL205:70, ASL205:71, ASL205:72, ASL205:73
"""A helper that tests and then changes what others see must not run in two threads at once, unless it holds a lock."""

import os
import threading
import time
from pathlib import Path


class Store:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.text: str | None = None
        self.lock = threading.Lock()
        self.free_at = 0.0

    def cached(self) -> str:
        if self.text is None:
            self.text = self.path.read_text()
        return self.text

    def locked(self) -> str:
        with self.lock:
            if self.text is None:
                self.text = self.path.read_text()
            return self.text

    def fresh(self) -> str:
        if self.text is not None:
            print("once more")
        return self.path.read_text()

    def take(self) -> bool:
        if self.path.exists():
            return False
        self.path.write_text("taken")
        return True

    def rest(self) -> None:
        wait = self.free_at - time.monotonic()
        if wait > 0:
            Path("pause").read_text()
        self.free_at = time.monotonic() + 1

    def once(self) -> str:
        if time.monotonic() > 100:
            print("late")
        self.free_at = 0.0
        return self.path.read_text()

    def deep(self) -> str:
        return drop(self.path)


def drop(path: Path) -> str:
    text = path.read_text()
    if os.path.exists(path):
        os.unlink(path)
    return text


async def use(store: Store) -> None:
    # these may go to a thread
    print(store.locked())
    print(store.fresh())
    print(store.once())
    # and these may not
    store.rest()
    print(store.cached())
    print(store.take())
    print(store.deep())
