# unsafe
"""Waiting for the loop on the loop: the coroutine is awaited instead."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> str:
    loop = asyncio.get_running_loop()
    await fetch(url)  # at once
    text = (await fetch(url)).title()
    text += await fetch(url)
    if not (await (fetch(url) if url else fetch("/"))): return f"{await fetch(url)}"
    text += await fetch(
        url,  # the address
    )
    return text
