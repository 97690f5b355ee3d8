# unsafe
# left: ASL401:16
"""Nor is it awaited while a thread lock is held."""

import asyncio
import threading

lock = threading.Lock()


async def fetch(url: str) -> str:
    return url


async def handler(url: str) -> str:
    with lock: return asyncio.run(fetch(url))
