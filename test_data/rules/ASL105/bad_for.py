"""`for` where only `async for` works."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator


class Rows:
    def __init__(self, count: int) -> None:
        self.count = count

    def __aiter__(self) -> "Rows":
        return self

    async def __anext__(self) -> int:
        if not self.count:
            raise StopAsyncIteration
        self.count -= 1
        return self.count


async def pages(last: int) -> AsyncIterator[str]:
    for number in range(last):
        await asyncio.sleep(0)
        yield f"page {number}"


def all_rows() -> Rows:
    return Rows(10)


class Feed:
    async def entries(self):
        yield "first"
        yield "second"

    async def print_all(self) -> None:
        for entry in self.entries():  # expect: ASL105
            print(entry)


async def read(stream: AsyncIterable[bytes], more: AsyncGenerator[bytes, None]) -> bytes:
    data = b""
    for part in stream:  # expect: ASL105
        data += part
    for part in more:  # expect: ASL105
        data += part
    return data


async def report() -> list[str]:
    for row in Rows(3):  # expect: ASL105
        print(row)
    for row in all_rows():  # expect: ASL105
        print(row)
    titles = [page.title() for page in pages(3)]  # expect: ASL105
    unique = {
        page
        for page in pages(3)  # expect: ASL105
    }
    sizes = {page: len(page) for page in pages(3)}  # expect: ASL105
    print(sum(len(page) for page in pages(4)), unique, sizes)  # expect: ASL105
    return titles


async def serve(reader: asyncio.StreamReader) -> None:
    for line in reader:  # expect: ASL105
        print(line)


def plain() -> None:
    source = pages(2)
    for page in source:  # expect: ASL105
        print(page)
