# unsafe
# left: ASL205:16, ASL205:21, ASL205:25
"""What is called a lock is one, whoever made it; a clock is none."""

from pathlib import Path
from typing import Any


class Folder:
    def __init__(self, lock: Any, clock: Any) -> None:
        self._lock, self.clock = lock, clock

    async def first(self, path: Path) -> str:
        with self._lock:
            return path.read_text()

    async def second(self, path: Path, folder_lock: Any) -> str:
        # a function that gives a lock
        with folder_lock.write():
            return path.read_text()

    async def third(self, path: Path, locks: dict[Path, Any]) -> str:
        with locks[path]:
            return path.read_text()

    async def timed(self, path: Path) -> str:
        with self.clock.measure():
            return path.read_text()
