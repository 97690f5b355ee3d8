# unsafe
"""Operators, unpacking, conditions, loops, patterns: an `await` may stand for any expression."""

import asyncio
from urllib.request import urlopen

import requests


async def places(urls: list[str], url: str) -> list[object]:
    await asyncio.sleep(0)
    found = [*await asyncio.to_thread(requests.get, url)]
    print(**(await asyncio.to_thread(requests.get, url)).json(), end="")
    while not (answer := await asyncio.to_thread(requests.get, url)):
        print(-len((await asyncio.to_thread(requests.get, url)).text) ** 2, answer)
    for line in (await asyncio.to_thread(requests.get, url)).text.splitlines():
        found.append(line)
    match await asyncio.to_thread(requests.get, url):
        case requests.Response(status_code=200) if (await asyncio.to_thread(requests.get, url)).ok:
            return found
    assert 0 < len((await asyncio.to_thread(requests.get, url)).text) < 10, (await asyncio.to_thread(requests.get, url)).text
    assert await asyncio.to_thread((requests.get), url)
    assert await asyncio.to_thread(requests \
        .get, url)
    lines: list[object] = [line async for line in read((await asyncio.to_thread(requests.get, url)).text)]
    text = (await asyncio.to_thread(requests.get, url))[0] if urls else await asyncio.to_thread(requests.get, url) or None
    return [lines, text, await asyncio.to_thread(requests.get, (yield_ := url)), await asyncio.to_thread(urlopen, url, )]


async def read(text: str):
    yield text
