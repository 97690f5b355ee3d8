"""`with` where only `async with` works."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType


class ClientSession:
    def __init__(self, base: str = "") -> None:
        self.base = base

    async def __aenter__(self) -> "ClientSession":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await asyncio.sleep(0)

    async def get(self, path: str) -> str:
        return self.base + path

    def stream(self, path: str) -> "Stream":
        return Stream(path)


class Stream:
    def __init__(self, path: str) -> None:
        self.path = path

    async def __aenter__(self) -> "Stream":
        return self

    async def __aexit__(self, *exc: object) -> None:
        await asyncio.sleep(0)


class RetryingSession(ClientSession):
    """The protocol is inherited."""


@asynccontextmanager
async def transaction(name: str) -> AsyncIterator[str]:
    yield name


LOCK = asyncio.Lock()


async def fetch(path: str) -> str:
    with ClientSession() as session:  # expect: ASL105
        return await session.get(path)


async def fetch_with_retries(path: str) -> str:
    with RetryingSession("http://localhost") as session:  # expect: ASL105
        return await session.get(path)


async def download(path: str) -> None:
    async with ClientSession() as session:
        with session.stream(path) as stream:  # expect: ASL105
            print(stream)


async def guarded(gate: asyncio.Semaphore) -> None:
    with LOCK:  # expect: ASL105
        await asyncio.sleep(0)
    with gate:  # expect: ASL105
        await asyncio.sleep(0)
    with asyncio.timeout(3):  # expect: ASL105
        await asyncio.sleep(0)
    with asyncio.TaskGroup() as group:  # expect: ASL105
        group.create_task(fetch("/"))


async def several(path: str) -> None:
    with (
        transaction("read") as name,  # expect: ASL105
        ClientSession() as session,  # expect: ASL105
    ):
        print(name, session)


def from_plain_code() -> None:
    session = ClientSession()
    with session:  # expect: ASL105
        print("never printed")


class Pool:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free: list[int] = []

    async def take(self) -> int:
        with self.lock:  # expect: ASL105[likely]
            return self.free.pop()
