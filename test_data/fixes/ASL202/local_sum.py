"""No other task can change a local variable."""

import requests


async def size(urls: list[str]) -> int:
    total = 0
    for url in urls:
        total += len(requests.get(url).content)
    return total
