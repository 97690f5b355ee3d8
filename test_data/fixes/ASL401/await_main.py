"""`asyncio.run` inside a coroutine: what it was to run is awaited."""

import asyncio
from asyncio import run as run_now


async def fetch(url: str, *more: str, **options: str) -> str:
    await asyncio.sleep(0)
    return url


def make(url: str) -> object:
    return fetch(url)


class Client:
    async def get(self, url: str) -> str:
        return url


async def handler(url: str, client: Client, urls: list[str], is_new: bool) -> str:
    asyncio.run(fetch(url))  # first
    text = asyncio.run(fetch(url)).title() + asyncio.run(client.get(url))[0]
    if url: text += run_now(fetch(url)); print(text)
    text += asyncio.run((fetch(url)))
    text += asyncio.run(main=fetch(url),)
    text += asyncio.run(fetch(*urls, **{"a": "b"}))
    text += asyncio.run(fetch(url) if is_new else client.get(url))
    text += asyncio.run(coroutine := fetch(url))
    text += f"{asyncio.run(fetch(url))} {asyncio.run(fetch('b'))!r}"
    text += (asyncio.run(fetch(asyncio.run(fetch(url)))))
    if not asyncio.run(fetch(url)) or 0 < len(asyncio.run(fetch(url))) < 9:
        pass
    texts = [asyncio.run(fetch(each)) for each in urls]
    return text + str(texts) + str(coroutine)
