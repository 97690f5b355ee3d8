# unsafe
"""Waiting for the loop on the loop: the coroutine is awaited instead."""

import asyncio
from asyncio import run_coroutine_threadsafe as submit


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> str:
    loop = asyncio.get_running_loop()
    asyncio.run_coroutine_threadsafe(fetch(url), loop).result()  # at once
    text = submit(fetch(url), loop).result().title()
    text += submit(coro=fetch(url), loop=asyncio.get_running_loop()).result()
    if not (submit(fetch(url) if url else fetch("/"), loop).result()): return f"{submit(fetch(url), loop).result()}"
    text += asyncio.run_coroutine_threadsafe(
        fetch(
            url,  # the address
        ),
        loop,
    ).result()
    return text
