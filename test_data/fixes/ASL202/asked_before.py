# unsafe
# left: ASL202:15, ASL202:22, ASL202:30, ASL202:39, ASL202:45, ASL202:52, ASL202:64, ASL202:69, ASL202:72, ASL202:81
"""Between the question and what is stored for its answer nobody may come: no `await`, and no thread."""

import asyncio
import requests

CACHE: dict[str, bytes] = {}
loaded = False
kept: bytes | None = None


async def load(url: str) -> bytes:
    if url not in CACHE:
        CACHE[url] = requests.get(url).content
    return CACHE[url]


async def load_or_return(url: str) -> bytes:
    if url in CACHE:
        return CACHE[url]
    found = requests.get(url).content
    CACHE[url] = found
    return found


async def load_if_missing(url: str) -> bytes:
    found = CACHE.get(url)
    if found is None:
        found = requests.get(url).content
        CACHE[url] = found
    return found


async def load_when_it_fails(url: str) -> bytes:
    try:
        return CACHE[url]
    except KeyError:
        return CACHE.setdefault(url, requests.get(url).content)


async def load_once(url: str) -> None:
    global loaded
    if not loaded:
        print(requests.get(url).text)
        loaded = True


async def load_once_and_keep(url: str) -> bytes | None:
    global kept
    if kept is None:
        kept = requests.get(url).content
    return kept


class Client:
    token: str | None = None
    state = "new"
    urls: list[str]

    async def connect(self, url: str) -> None:
        if self.state == "running":
            return
        print(requests.get(url).text)
        self.state = "running"

    async def authorize(self, url: str) -> None:
        if self.token is None and url:
            self.token = requests.get(url).text

    async def refresh(self, url: str) -> str:
        self.token = self.token or requests.get(url).text
        return self.token

    def fetch(self, url: str) -> str:
        if self.token is None:
            self.token = requests.get(url).text
        return self.token

    async def through_a_helper(self, url: str) -> str:
        return self.fetch(url)
