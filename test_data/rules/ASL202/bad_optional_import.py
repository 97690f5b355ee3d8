"""An optional dependency: either it is the library, or the line is never reached."""

import asyncio

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]

try:
    from httpx import get as quick_get
except ImportError:
    quick_get = None  # type: ignore[assignment]

HAS_REQUESTS = requests is not None


async def ping(url: str) -> int:
    if requests is None or quick_get is None:
        await asyncio.sleep(0)
        return 0
    quick_get(url)  # expect: ASL202
    return requests.get(url).status_code  # expect: ASL202


def check(url: str) -> bool:
    if HAS_REQUESTS:
        return requests.head(url).ok
    return False


async def checked(url: str) -> bool:
    return check(url)  # expect: ASL202[likely]
