"""`asyncio.run` inside a coroutine: what it was to run is awaited."""

import asyncio


async def fetch(url: str, *more: str, **options: str) -> str:
    await asyncio.sleep(0)
    return url


def make(url: str) -> object:
    return fetch(url)


class Client:
    async def get(self, url: str) -> str:
        return url


async def handler(url: str, client: Client, urls: list[str], is_new: bool) -> str:
    await fetch(url)  # first
    text = (await fetch(url)).title() + (await client.get(url))[0]
    if url: text += await fetch(url); print(text)
    text += await fetch(url)
    text += await fetch(url)
    text += await fetch(*urls, **{"a": "b"})
    text += await (fetch(url) if is_new else client.get(url))
    text += await (coroutine := fetch(url))
    text += f"{await fetch(url)} {await fetch('b')!r}"
    text += (await fetch(await fetch(url)))
    if not await fetch(url) or 0 < len(await fetch(url)) < 9:
        pass
    texts = [await fetch(each) for each in urls]
    return text + str(texts) + str(coroutine)
