"""A loop that cannot run inside a running one: what it was to complete is awaited."""

import asyncio
from asyncio import get_event_loop


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str, given: asyncio.AbstractEventLoop, urls: list[str]) -> str:
    loop = asyncio.get_event_loop()
    loop.run_until_complete(fetch(url))
    text = get_event_loop().run_until_complete(fetch(url)).title()
    text += given.run_until_complete(future=fetch(url))
    own = asyncio.new_event_loop()
    try:
        text += own.run_until_complete(fetch(url))
    finally:
        own.close()
    texts = loop.run_until_complete(asyncio.gather(*(fetch(each) for each in urls)))
    task = asyncio.create_task(fetch(url))
    text += loop.run_until_complete(task)
    text += loop.run_until_complete(
        asyncio.wait_for(
            fetch(url),
            timeout=5,
        )
    )
    return text + str(texts)
