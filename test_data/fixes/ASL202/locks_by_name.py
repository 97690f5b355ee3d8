# unsafe
# left: ASL202:19, ASL202:23
"""A lock is known by its name, whatever makes it; a block and a clock are none."""

import asyncio

import requests


class Store:
    def __init__(self, locks, clock, blocks) -> None:
        self._directory_lock = locks.reader_writer()
        self.fileLock = locks.of_file()
        self.clock = clock
        self.blocks = blocks

    async def write(self, url: str) -> None:
        with self._directory_lock.write():
            print(requests.get(url).text)

    async def read(self, url: str) -> None:
        with self.fileLock:
            print(requests.get(url).text)

    async def measure(self, url: str) -> None:
        with self.clock.measured(), self.blocks.unlocked_for(url):
            print(requests.get(url).text)
