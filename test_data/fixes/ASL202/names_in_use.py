# left: ASL202:22
"""The file imports names from asyncio; where one is taken, the module is imported, where that is taken, nothing is done."""

from asyncio import gather

import requests


async def fetch(url: str) -> str:
    return requests.get(url).text


async def timed(to_thread: float, url: str) -> str:
    print(to_thread)
    text = requests.get(url).text
    return text


async def taken(to_thread: float, asyncio: str) -> str:
    print(to_thread, gather)
    return requests.get(asyncio).text
