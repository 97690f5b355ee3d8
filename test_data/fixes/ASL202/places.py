# unsafe
"""Operators, unpacking, conditions, loops, patterns: an `await` may stand for any expression."""

import asyncio
from urllib.request import urlopen

import requests


async def places(urls: list[str], url: str) -> list[object]:
    await asyncio.sleep(0)
    found = [*requests.get(url)]
    print(**requests.get(url).json(), end="")
    while not (answer := requests.get(url)):
        print(-len(requests.get(url).text) ** 2, answer)
    for line in requests.get(url).text.splitlines():
        found.append(line)
    match requests.get(url):
        case requests.Response(status_code=200) if requests.get(url).ok:
            return found
    assert 0 < len(requests.get(url).text) < 10, requests.get(url).text
    assert (requests.get)(url)
    assert requests \
        .get(url)
    lines: list[object] = [line async for line in read(requests.get(url).text)]
    text = requests.get(url)[0] if urls else requests.get(url) or None
    return [lines, text, requests.get((yield_ := url)), urlopen(url, )]


async def read(text: str):
    yield text
