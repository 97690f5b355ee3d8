"""Making a generator over the network is not using the network."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import requests


def pages(url: str) -> Iterator[str]:
    number = 0
    while text := requests.get(f"{url}?page={number}").text:
        yield text
        number += 1


async def apages(url: str) -> AsyncIterator[str]:
    source = pages(url)
    while (page := await asyncio.to_thread(next, source, None)) is not None:
        yield page


async def all_pages(url: str) -> list[str]:
    found = await asyncio.to_thread(list, pages(url))
    found += [page async for page in apages(url)]
    return found


class Feed:
    def __init__(self, url: str) -> None:
        self.url = url
        self.source = pages(url)

    def __iter__(self) -> Iterator[str]:
        return pages(self.url)


async def prepare(url: str) -> tuple[Feed, Iterator[str]]:
    feed = Feed(url)
    lengths = map(len, pages(url))
    longest = (page for page in pages(url) if len(page) > 1000)
    print(feed, lengths)
    return feed, longest
