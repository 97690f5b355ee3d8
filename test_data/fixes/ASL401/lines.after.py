"""Calls over several lines: what remains moves to the left, as far as the call that is gone had moved it."""

import asyncio


async def fetch(url: str, text: str = "") -> "Page":
    await asyncio.sleep(0)
    return Page()


class Page:
    async def lines(self) -> list[str]:
        return []


def page() -> Page:
    return Page()


async def handler(url: str) -> object:
    first = await fetch(url)
    second = await fetch(
        url,  # the address
        # and nothing else

        text="",
    )
    if url:
        await (page()
        .lines())
    await fetch(
            url,
            """a text
            of two lines""",
        )
    await fetch(
        url,
    )
    return first, second
