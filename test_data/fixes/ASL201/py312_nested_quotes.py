"""Quotes of the same kind within an f-string."""

import time


async def pause[T](value: T) -> T:
    print(f"a{f"b{time.sleep(1)}"}c")
    return value
