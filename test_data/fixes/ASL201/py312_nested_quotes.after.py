"""Quotes of the same kind within an f-string."""

import asyncio


async def pause[T](value: T) -> T:
    print(f"a{f"b{await asyncio.sleep(1)}"}c")
    return value
