"""No other task can change a local variable."""

import asyncio

import requests


async def size(urls: list[str]) -> int:
    total = 0
    for url in urls:
        total += len((await asyncio.to_thread(requests.get, url)).content)
    return total
