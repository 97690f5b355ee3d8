"""F-strings of 3.12: the same quotes inside, line breaks and comments."""

import asyncio


async def fetch[T](url: T) -> T:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> str:
    return f"{await fetch("a")} {
        await fetch(
            f"{url}",  # the address
        )
    }"
