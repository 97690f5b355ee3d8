# unsafe
"""The second attempt is awaited, the first one is forgotten."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def get(url: str) -> str:
    page = fetch(url)
    page = fetch(url + "/")
    return await page
