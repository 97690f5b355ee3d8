"""`with` and `async with` on the coroutine that would give the manager."""

import asyncio
from types import TracebackType


class Connection:
    async def __aenter__(self) -> "Connection":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await asyncio.sleep(0)


async def connect(url: str) -> Connection:
    await asyncio.sleep(0)
    return Connection()


async def stream(url: str) -> list[bytes]:
    return [b"a", b"b"]


async def use(url: str) -> None:
    async with connect(url) as connection:  # expect: ASL104
        print(connection)
    async for part in stream(url):  # expect: ASL104
        print(part)
