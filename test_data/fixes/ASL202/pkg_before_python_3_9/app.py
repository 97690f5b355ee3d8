"""`asyncio.to_thread` is there since Python 3.9; `run_in_executor` takes no keywords."""

import requests


async def load(url: str) -> str:
    first = requests.get(url)
    second = requests.get(url, timeout=5)
    third = requests.get(
        url,
    )
    return first.text + second.text + third.text
