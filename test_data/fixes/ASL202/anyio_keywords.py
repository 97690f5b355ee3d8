"""anyio passes on no keyword arguments: they go into a `partial`."""

from urllib.request import urlopen

import anyio
import requests


async def fetch(url: str, options: dict[str, int]) -> bytes:
    await anyio.sleep(0)
    requests.get(url)
    requests.get(url, timeout=3).raise_for_status()
    requests.get(url, **options)
    with urlopen(
        url,
        timeout=1,  # a second
    ) as response:
        return bytes(response.status)
