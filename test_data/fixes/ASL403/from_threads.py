# unsafe
"""From a thread, or for the loop of another thread, it is exactly what the function is for."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def in_thread(url: str, loop: asyncio.AbstractEventLoop) -> str:
    return asyncio.run_coroutine_threadsafe(fetch(url), loop).result()


async def handler(url: str, other: asyncio.AbstractEventLoop) -> str:
    future = asyncio.run_coroutine_threadsafe(fetch(url), other)
    text = await asyncio.wrap_future(future)
    return text + await asyncio.to_thread(in_thread, url, asyncio.get_running_loop())
