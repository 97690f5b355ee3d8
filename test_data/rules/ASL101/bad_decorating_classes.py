"""A class whose objects take the place of the function, and functions that are declared to give an awaitable."""

import asyncio
from collections.abc import Awaitable, Callable


class Retrying:
    def __init__(self, function: Callable[[], Awaitable[int]]) -> None:
        self.function = function

    async def __call__(self) -> int:
        try:
            return await self.function()
        except OSError:
            return await self.function()


class Limited:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self, function: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
        async def limited() -> int:
            return await asyncio.wait_for(function(), self.seconds)

        return limited


@Retrying
async def load() -> int:
    return 1


@Limited(3)
async def read() -> int:
    return 2


async def count() -> int:
    return 3


def counted() -> Awaitable[int]:
    return count()


async def main() -> None:
    load()  # expect: ASL101[likely]
    read()  # expect: ASL101[likely]
    counted()  # expect: ASL101[likely]
    await load()
