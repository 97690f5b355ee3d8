"""Every kind of block that an async function can have, and functions in functions."""

import asyncio
from collections.abc import AsyncIterator


async def note(text: str) -> None:
    await asyncio.sleep(0)


def traced(function):
    return function


@traced
async def work(numbers: list[int], command: object) -> AsyncIterator[int]:
    await note("begin")
    try:
        for number in numbers:
            await note("step")
            yield number
        else:
            await note("no more")
    except* ValueError:
        await note("wrong")
    finally:
        await note("end")  # whatever happened
    while numbers: numbers.pop(); await note("popped")
    match command:
        case "stop":
            await note("stop")
        case [first, *_] if first: await note("list")
        case _:
            pass
    async with asyncio.timeout(1):
        await note("in time")

    async def inner() -> None:
        await note("inner")

    await inner()


class Journal:
    async def __aenter__(self) -> "Journal":
        await self.write("opened")
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.write("closed"); return None

    async def write(self, text: str) -> None:
        super().__init__()
        await note(text)

    @classmethod
    async def create(cls) -> "Journal":
        await cls().write("created")
        return cls()
