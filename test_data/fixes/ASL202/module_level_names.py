# left: ASL202:15
"""`asyncio` is bound more than once: it may be something else by then."""

import asyncio

import requests

try:
    import uvloop as asyncio
except ImportError:
    pass


async def fetch(url: str) -> str:
    return requests.get(url).text


def run() -> None:
    asyncio.run(fetch("https://example.org"))
