"""Asynchronous generators, comprehensions within comprehensions, conditions and nested functions."""

import asyncio

import requests


async def pages(urls: list[str]):
    for url in urls:
        yield (await asyncio.to_thread(requests.get, url)).text
        yield (url, (await asyncio.to_thread(requests.get, url)).ok)


async def main(urls: list[str]) -> None:
    print([page async for page in pages(urls) if await asyncio.to_thread(requests.get, "https://example.org")])
    print({url: [(await asyncio.to_thread(requests.get, url + each)).text for each in "ab"] for url in urls})
    print(list(url for url in (await asyncio.to_thread(requests.get, urls[0])).json()))

    async def inner() -> str:
        return (await asyncio.to_thread(requests.get, urls[0])).text if urls else ""

    def plain() -> str:
        return requests.get(urls[0]).text

    print(await inner(), plain)
