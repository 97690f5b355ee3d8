"""Methods, attributes, partials and plain functions that give a coroutine."""

import asyncio
import functools


class Repo:
    async def exists(self, key: str) -> bool:
        await asyncio.sleep(0)
        return False


class Service:
    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.keys: list[str] = []

    async def _allowed(self, key: str) -> bool:
        return not key.startswith("_")

    def lookup(self, key: str):
        return self.repo.exists(key)

    async def create(self, key: str) -> None:
        if self.repo.exists(key):  # expect: ASL103[likely]
            raise KeyError(key)
        if not self._allowed(key):  # expect: ASL103
            raise PermissionError(key)
        if self.lookup(key):  # expect: ASL103[likely]
            raise KeyError(key)
        self.keys.append(key)


async def check(repo: Repo, lock: asyncio.Lock, event: asyncio.Event) -> None:
    exists = functools.partial(repo.exists, "root")
    if not exists():  # expect: ASL103
        print("no root")
    if lock.acquire():  # expect: ASL103
        lock.release()
    if not event.wait():  # expect: ASL103
        print("never printed")


class Door:
    @property
    async def is_open(self) -> bool:
        return True

    async def close(self) -> None:
        if self.is_open:  # expect: ASL103
            print("closing")
        while not self.is_open:  # expect: ASL103
            print("waiting")
        self.is_open  # expect: ASL101
