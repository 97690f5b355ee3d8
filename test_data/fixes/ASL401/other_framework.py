# unsafe
# left: ASL401:16, ASL401:17, ASL401:18, ASL401:19
"""Two frameworks in one file: what one was to run may be nothing for the other one to await."""
import asyncio

import anyio
import trio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> None:
    trio.run(fetch, url)
    asyncio.run(fetch(url))
    anyio.run(fetch, url, backend="trio")
    anyio.run(fetch(url))
