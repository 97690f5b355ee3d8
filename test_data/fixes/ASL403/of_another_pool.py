# unsafe
"""Futures of a pool, and a loop that is not known to be this one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


class Bridge:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def get(self, url: str) -> str:
        return asyncio.run_coroutine_threadsafe(fetch(url), self.loop).result()


async def handler(url: str, bridge: Bridge) -> str:
    with ThreadPoolExecutor() as pool:
        return await asyncio.wrap_future(pool.submit(bridge.get, url))
