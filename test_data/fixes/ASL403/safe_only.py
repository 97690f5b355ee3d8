# left: ASL403:14
"""The loop may be meant to be another one: never without being asked."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> str:
    loop = asyncio.get_running_loop()
    return asyncio.run_coroutine_threadsafe(fetch(url), loop).result()
