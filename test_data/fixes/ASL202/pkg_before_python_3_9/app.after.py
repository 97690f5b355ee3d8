"""`asyncio.to_thread` is there since Python 3.9; `run_in_executor` takes no keywords."""

import asyncio
import functools

import requests


async def load(url: str) -> str:
    first = await asyncio.get_running_loop().run_in_executor(None, requests.get, url)
    second = await asyncio.get_running_loop().run_in_executor(None, functools.partial(requests.get, url, timeout=5))
    third = await asyncio.get_running_loop().run_in_executor(
        None,
        requests.get,
        url,
    )
    return first.text + second.text + third.text
