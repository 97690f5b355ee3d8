# left: ASL202:14, ASL202:14
"""The argument needs an unsafe fix, which is not asked for; so the call around it would still block."""

import requests


def token() -> str:
    return requests.get("https://example.org/token").text


async def fetch(url: str) -> str:
    print(url)
    # both at once, or neither
    return requests.get(url, headers={"token": token()}).text
