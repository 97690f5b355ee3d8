# unsafe
# left: ASL202:17, ASL202:22, ASL202:30, ASL202:34, ASL202:41, ASL202:47
"""Places where no `await` may stand, or would be about something else."""

import threading
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Iterator

import requests

lock, counter = threading.Lock(), 0


async def clean_up(url: str) -> None:
    try:
        await work(url)
    finally: requests.delete(url)


async def locked(url: str) -> str:
    with lock:
        return requests.get(url).text


async def lazy(urls: list[str]) -> Iterator[str]:
    # the generator is handed on, and a plain `for` goes through it
    return (requests.get(url).text for url in urls)


async def later(loop: AbstractEventLoop, url: str) -> None: loop.call_soon(lambda: requests.get(url))


async def shown(url: str) -> None:
    print(f"{requests.get(url).status_code = }")


async def count(url: str) -> None:
    """Another task may count meanwhile."""
    global counter
    await work(url)
    counter += len(requests.get(url).content)


class Total:
    async def add(self, url: str) -> None:
        self.total = 0
        self.total += len(requests.get(url).content)


async def work(url: str) -> AsyncIterator[str]:
    print(url)
