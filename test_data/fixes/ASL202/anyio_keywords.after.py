"""anyio passes on no keyword arguments: they go into a `partial`."""

import functools
from urllib.request import urlopen

import anyio
import requests


async def fetch(url: str, options: dict[str, int]) -> bytes:
    await anyio.sleep(0)
    await anyio.to_thread.run_sync(requests.get, url)
    (await anyio.to_thread.run_sync(functools.partial(requests.get, url, timeout=3))).raise_for_status()
    await anyio.to_thread.run_sync(functools.partial(requests.get, url, **options))
    with await anyio.to_thread.run_sync(functools.partial(
        urlopen,
        url,
        timeout=1,  # a second
    )) as response:
        return bytes(response.status)
