"""Objects that can have a client, and are made without one."""

import requests


class Cache:
    def __init__(self, session: requests.Session | None = None, remote: bool = False) -> None:
        self.values: dict[str, str] = {}
        self.session = session
        self.remote = remote
        self.fallback = None

    def get(self, key: str) -> str:
        if self.session is not None:
            return self.session.get("http://cache.example/" + key).text
        return self.values[key]

    def refresh(self) -> None:
        if not self.remote:
            return
        requests.get("http://cache.example/")

    def both(self, key: str) -> str:
        self.refresh()
        return self.get(key)

    def recover(self) -> None:
        if self.fallback:
            requests.get("http://fallback.example/")


local = Cache()
other = Cache(None, remote=False)


class Service:
    def __init__(self) -> None:
        self.cache = Cache()

    def read(self) -> str:
        return self.cache.get("key")

    async def handler(self) -> str:
        self.cache.refresh()
        return self.read() + self.cache.both("key")


class Library:
    def __init__(self, folder: str | None = None) -> None:
        self.folder = len(folder) if folder else None
        if self.folder:
            requests.get("http://library.example/")


def read(cache: Cache, key: str) -> str:
    return cache.get(key)


def read_all(cache: Cache) -> str:
    return read(cache, "1") + read(key="2", cache=cache)


async def read_in(cache: Cache) -> str:
    # here it is not known what the cache was made with: the finding would only be possible
    return cache.get("key")


async def handler() -> str:
    Library()
    read_all(local)
    mine: Cache = Cache()
    mine.refresh()
    mine.recover()
    other.refresh()
    return local.get("key") + Cache().get("key") + other.both("key")
