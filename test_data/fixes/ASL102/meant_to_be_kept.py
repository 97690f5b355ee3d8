# unsafe
# left: ASL102:15, ASL102:16
"""The annotation says that the coroutine itself is wanted: awaiting it would make that a lie."""

from collections.abc import Awaitable, Coroutine
from typing import Any


async def render(page: str) -> str:
    return page


async def publish(page: str) -> str:
    other: str
    later: Coroutine[Any, Any, str] = render(page)
    soon: "Awaitable[str]" = render(page)
    return page
