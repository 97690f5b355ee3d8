# unsafe
# left: ASL104:13
"""The annotation says that the coroutine itself is wanted: then it is the use of it that is wrong."""

from collections.abc import Awaitable


async def load(user: int) -> dict[str, str]:
    return {"name": "ada"}


async def greet(user: int) -> str:
    row: "Awaitable[dict[str, str]]" = load(user)
    return "hello " + row["name"]
