"""Where the file uses anyio's threads already, beside asyncio, it goes on to do so."""

import asyncio
import functools

import anyio
import requests


async def load(url: str) -> str:
    await asyncio.sleep(1)
    print(await anyio.to_thread.run_sync(print, url))
    print((await anyio.to_thread.run_sync(functools.partial(requests.get, url, timeout=5))).text)
    return (await anyio.to_thread.run_sync(requests.get, url)).text
