import asyncio

from legacy import await_


async def fetch(url: str) -> str:
    return url


def page(url: str) -> str:
    return await_(fetch(url))


async def handler(url: str) -> str:
    return await asyncio.to_thread(page, url)
