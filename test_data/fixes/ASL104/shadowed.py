# unsafe
"""Parameters, local functions and imports that have the name of a coroutine function, and are none."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


async def load(user: int) -> dict[str, str]:
    return {"name": "ada"}


async def greet(load: "Callable[[int], dict[str, str]]") -> str:
    return load(1)["name"]


async def greet_all(users: list[int]) -> str:
    def load(user: int) -> dict[str, str]:
        return {"name": str(user)}

    text = "".join(load(user)["name"] for user in users)
    for load in (str, repr):
        text += load(1).upper()
    return text


class Loader:
    def load(self, user: int) -> dict[str, str]:
        return {}

    async def first(self) -> str:
        return self.load(1)["name"]
