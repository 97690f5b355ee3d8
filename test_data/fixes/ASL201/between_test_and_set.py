# unsafe
# left: ASL201:17, ASL201:28
"""Sleeping between a test and what is set because of it lets others in."""

import time


class Door:
    def __init__(self) -> None:
        self.is_open = False
        self.is_red = False
        self.free_at = self.seen_at = 0.0

    async def open(self) -> None:
        if not self.is_open:
            time.sleep(1)
            self.is_open = True

    async def paint(self) -> None:
        if not self.is_open:
            time.sleep(1)
            self.is_red = True

    async def keep_pace(self) -> None:
        wait = max(self.free_at - time.monotonic(), 0)
        if wait:
            time.sleep(wait)
        self.free_at = time.monotonic() + 1

    async def wait_first(self) -> None:
        wait = self.free_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.seen_at = time.monotonic()
