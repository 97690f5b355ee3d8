# unsafe
# left: ASL104:16, ASL104:17
"""Whether what the coroutine gives has to be awaited, too, cannot be seen: the `await` may be in the wrong place, or missing."""

from typing import Any

from unknown_library import open_database


async def connect(url: str) -> Any:
    return await open_database(url)


async def show(url: str) -> object:
    database = await connect(url)
    rows = await connect(url).rows()
    first = await connect(url).table("users").first
    return rows, first, database
