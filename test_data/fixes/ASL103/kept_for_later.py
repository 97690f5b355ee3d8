# unsafe
# left: ASL103:14
"""The annotation says that the coroutine itself is wanted; what the test is for is not to be seen."""

from collections.abc import Coroutine
from typing import Any


async def allowed(user: str) -> bool:
    return user == "ada"


async def open_door(user: str) -> str:
    answer: Coroutine[Any, Any, bool] = allowed(user)
    if answer:
        return "open"
    return "closed"
