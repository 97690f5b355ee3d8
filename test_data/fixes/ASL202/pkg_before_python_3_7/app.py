# unsafe
# left: ASL202:9
"""Before Python 3.7 there is no `asyncio.get_running_loop` either."""

import requests


async def load(url: str) -> str:
    return requests.get(url).text
