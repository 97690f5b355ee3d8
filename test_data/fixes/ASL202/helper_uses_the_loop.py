# unsafe
# left: ASL202:27, ASL202:31, ASL202:41
"""A helper that talks to the event loop is not for a thread; nor is making an object."""

import asyncio

import requests


class Cache:
    def __init__(self, url: str, done: asyncio.Event) -> None:
        self.text = requests.get(url).text
        self.done = done

    def refresh(self, url: str) -> None:
        self.text = requests.get(url).text
        self.done.set()


def announce(url: str) -> None:
    requests.post(url)
    asyncio.get_running_loop().call_later(60, print, "posted")


async def main(url: str) -> None:
    done = asyncio.Event()
    cache = Cache(url, done)
    await done.wait()


async def again(cache: Cache, url: str) -> None: cache.refresh(url)


class Announcer:
    def __init__(self, url: str) -> None:
        self.url = url

    async def run(self) -> None:
        await asyncio.sleep(1)
        # the timer belongs to the loop
        announce(self.url)
