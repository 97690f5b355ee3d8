# unsafe
# left: ASL202:19, ASL202:22, ASL202:28
"""What is worked out while the thread goes through it must not be what others change meanwhile."""

import asyncio
from collections.abc import Iterator

import requests


class Sender:
    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def chunks(self) -> Iterator[bytes]:
        yield from self.parts

    async def send(self, url: str) -> None:
        requests.post(url, data=(part for part in self.parts))

    async def send_chunks(self, url: str) -> None:
        requests.post(url, data=self.chunks())

    async def send_all(self, url: str) -> None:
        await asyncio.to_thread(requests.post, url, data=b"".join(self.parts))

    async def send_upper(self, url: str) -> None:
        requests.post(url, data=map(bytes.upper, self.parts))

    async def send_those(self, url: str, parts: list[bytes]) -> None:
        await asyncio.to_thread(requests.post, url, data=(part for part in parts))
