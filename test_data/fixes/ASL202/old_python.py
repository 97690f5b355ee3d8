# unsafe
# left: ASL202:13
# settings: target-version = "3.8"
"""`asyncio.to_thread` came with Python 3.9."""

import asyncio

import requests


async def load(url: str) -> str:
    await asyncio.sleep(1)
    return requests.get(url).text
