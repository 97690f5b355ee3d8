# left: ASL202:13
"""What else a helper does is its own affair: without `--unsafe-fixes` it stays."""

import requests


def load(url: str) -> str:
    return requests.get(url).text


async def page(url: str) -> str:
    print("loading")
    return load(url)
