"""No blank between the call and the keyword: the `await` gets one."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> object:
    text = asyncio.run(fetch(url))if url else"none"
    return[asyncio.run(fetch(each))for each in text],(asyncio.run(fetch(url)))or(asyncio.run(fetch("/")).title())
