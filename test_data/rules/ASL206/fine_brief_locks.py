"""Locks held for a few statements on memory, with `with` or by hand."""

import threading


class Cache:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._again = threading.RLock()
        self._items: dict[str, int] = {}

    def get(self, key: str) -> int:
        with self._lock:
            return self._items[key]

    def put(self, key: str, value: int) -> None:
        with self._again:
            self._items[key] = value
            if len(self._items) > 10:
                self._items.clear()

    def pop(self, key: str) -> int:
        self._lock.acquire()
        try:
            return self._items.pop(key)
        finally:
            self._lock.release()


async def use(cache: Cache) -> int:
    cache.put("a", 1)
    return cache.get("a") + cache.pop("a")
