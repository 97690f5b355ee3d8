"""A parameter called `input` is not the builtin."""

from collections.abc import Callable


async def ask(input: Callable[[str], str]) -> str:
    return input("Name: ")
