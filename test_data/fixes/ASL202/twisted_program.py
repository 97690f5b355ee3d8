# left: ASL202:10
"""Twisted runs this coroutine: asyncio's ways are of no use to it."""

import requests
from twisted.internet import defer, task


async def fetch(url: str) -> str:
    await defer.succeed(None)
    return requests.get(url).text


task.react(lambda reactor: defer.ensureDeferred(fetch("https://example.org")))
