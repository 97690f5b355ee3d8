"""Decorators, defaults and annotations run when the function is made, and are no part of it."""

import functools


def shout(function):
    return functools.wraps(function)(lambda *args: function(*args))


@shout
async def ask(question: str = "Name" + ": ", *, marks: "str" = "!") -> str:
    return input(question + marks)  # type: ignore[no-any-return]
