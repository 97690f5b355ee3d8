"""A loop that cannot run inside a running one: what it was to complete is awaited."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str, given: asyncio.AbstractEventLoop, urls: list[str]) -> str:
    loop = asyncio.get_event_loop()
    await fetch(url)
    text = (await fetch(url)).title()
    text += await fetch(url)
    own = asyncio.new_event_loop()
    try:
        text += await fetch(url)
    finally:
        own.close()
    texts = await asyncio.gather(*(fetch(each) for each in urls))
    task = asyncio.create_task(fetch(url))
    text += await task
    text += await asyncio.wait_for(
        fetch(url),
        timeout=5,
    )
    return text + str(texts)
