# unsafe
"""What looks like it: nobody else knows of it, a lock is held, it is asked for again, or not at all."""

import asyncio

import requests


async def own(urls: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    seen = set()
    for url in urls:
        if url not in found and url not in seen:
            found[url] = requests.get(url).content
            seen.add(url)
    return found


class Client:
    token: str | None = None
    state = "new"
    count = 0

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.pages: list[str] = []

    async def under_a_lock(self, url: str) -> None:
        async with self.lock:
            if self.token is None:
                self.token = requests.get(url).text

    async def asked_again(self, url: str) -> None:
        while self.state == "new":
            print(requests.get(url).text)
        self.state = "old"

    async def not_asked(self, url: str) -> None:
        self.pages.append(requests.get(url).text)
        self.token = requests.get(url).text
        self.state = "loaded"

    async def something_else(self, url: str) -> None:
        if self.state == "new":
            self.token = requests.get(url).text

    async def asked_behind(self, url: str) -> None:
        text = requests.get(url).text
        if self.token is None:
            self.token = text

    async def on_another_path(self, url: str) -> str:
        if self.token is None:
            self.token = url
            return url
        return requests.get(url).text

    def fetch(self, url: str) -> str:
        text = requests.get(url).text
        self.token = text
        return f"{text} {self.state}"

    async def through_a_helper(self, url: str) -> str:
        return self.fetch(url)
