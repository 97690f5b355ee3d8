"""No blank between the call and the keyword: the `await` gets one."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> object:
    text = await fetch(url) if url else"none"
    return[await fetch(each) for each in text],(await fetch(url))or((await fetch("/")).title())
