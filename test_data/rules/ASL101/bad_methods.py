"""Coroutine methods: through self, super(), class and static methods, attributes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


class Store:
    async def save(self, key: str) -> None:
        await asyncio.sleep(0)

    async def close(self) -> None:
        await asyncio.sleep(0)

    @classmethod
    async def open(cls, url: str) -> Store:
        await asyncio.sleep(0)
        return cls()

    @staticmethod
    async def ping(url: str) -> bool:
        await asyncio.sleep(0)
        return True


class CachedStore(Store):
    def __init__(self) -> None:
        self.cache: dict[str, int] = {}
        self.backup = Store()

    async def save(self, key: str) -> None:
        self.cache[key] = 1
        super().save(key)  # expect: ASL101

    async def close(self) -> None:
        self._flush()  # expect: ASL101
        self.backup.close()  # expect: ASL101[likely]
        await super().close()

    async def _flush(self) -> None:
        for key in self.cache:
            await super().save(key)


@dataclass
class Request:
    key: str
    store: Store


async def handle(request: Request) -> None:
    request.store.save(request.key)  # expect: ASL101[likely]
    Store.ping("db://main")  # expect: ASL101
    CachedStore.open("db://main")  # expect: ASL101


async def rotate() -> None:
    store = CachedStore()
    store.save("rotated")  # expect: ASL101
    CachedStore().close()  # expect: ASL101
    async_close = store.close
    async_close()  # expect: ASL101
