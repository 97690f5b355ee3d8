# unsafe
"""Coroutines treated as what they are."""

import asyncio
from collections.abc import Callable


async def load(user: int) -> dict[str, str]:
    return {"name": "ada"}


async def greet(users: list[int], show: Callable[[object], None]) -> list[dict[str, str]]:
    show(load(1))
    first = load(2)
    print(first.cr_frame, load.__name__)
    first.close()
    rows = await asyncio.gather(*[load(user) for user in users], *map(load, users))
    later = {user: load(user) for user in users}
    return [*rows, *[await each for each in later.values()]]
