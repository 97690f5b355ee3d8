"""Every kind of block that an async function can have, and functions in functions."""

import asyncio
from collections.abc import AsyncIterator


async def note(text: str) -> None:
    await asyncio.sleep(0)


def traced(function):
    return function


@traced
async def work(numbers: list[int], command: object) -> AsyncIterator[int]:
    note("begin")
    try:
        for number in numbers:
            note("step")
            yield number
        else:
            note("no more")
    except* ValueError:
        note("wrong")
    finally:
        note("end")  # whatever happened
    while numbers: numbers.pop(); note("popped")
    match command:
        case "stop":
            note("stop")
        case [first, *_] if first: note("list")
        case _:
            pass
    async with asyncio.timeout(1):
        note("in time")

    async def inner() -> None:
        note("inner")

    await inner()


class Journal:
    async def __aenter__(self) -> "Journal":
        self.write("opened")
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.write("closed"); return None

    async def write(self, text: str) -> None:
        super().__init__()
        note(text)

    @classmethod
    async def create(cls) -> "Journal":
        cls().write("created")
        return cls()
