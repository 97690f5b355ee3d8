"""Asynchronous generators, comprehensions within comprehensions, conditions and nested functions."""

import requests


async def pages(urls: list[str]):
    for url in urls:
        yield requests.get(url).text
        yield (url, requests.get(url).ok)


async def main(urls: list[str]) -> None:
    print([page async for page in pages(urls) if requests.get("https://example.org")])
    print({url: [requests.get(url + each).text for each in "ab"] for url in urls})
    print(list(url for url in requests.get(urls[0]).json()))

    async def inner() -> str:
        return requests.get(urls[0]).text if urls else ""

    def plain() -> str:
        return requests.get(urls[0]).text

    print(await inner(), plain)
