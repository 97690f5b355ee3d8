# unsafe
# left: ASL202:14, ASL202:21, ASL202:29, ASL202:38, ASL202:44, ASL202:56, ASL202:61, ASL202:64, ASL202:70, ASL202:79, ASL202:85
"""Between the question and what is stored for its answer nobody may come: no `await`, and no thread."""

import asyncio
import requests

CACHE: dict[str, bytes] = {}
loaded = False


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

    async def visit(self) -> None:
        urls = self.urls
        while urls:
            print(requests.get(urls[0]).text)
            urls.remove(urls[0])

    def fetch(self, url: str) -> str:
        if self.token is None:
            self.token = requests.get(url).text
        return self.token

    async def through_a_helper(self, url: str) -> str:
        return self.fetch(url)


async def move(client: Client, url: str) -> None:
    match client.state:
        case "new":
            print(requests.get(url).text)
            client.state = "moved"
