# unsafe
# left: ASL201:16
"""Sleeping between a test and what is set because of it lets others in."""

import time


class Door:
    def __init__(self) -> None:
        self.is_open = False
        self.is_red = False

    async def open(self) -> None:
        if not self.is_open:
            time.sleep(1)
            self.is_open = True

    async def paint(self) -> None:
        if not self.is_open:
            time.sleep(1)
            self.is_red = True
