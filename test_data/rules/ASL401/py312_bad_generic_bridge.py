"""A generic bridge from plain code to async code (PEP 695)."""

import asyncio
from collections.abc import Coroutine


def wait[T](coroutine: Coroutine[object, object, T]) -> T:
    return asyncio.run(coroutine)


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(urls: dict[str, str]) -> str:
    return f"{wait(fetch(urls["home"]))}"  # expect: ASL401
