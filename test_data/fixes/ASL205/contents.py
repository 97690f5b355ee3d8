# unsafe
# left: ASL205:17, ASL205:22, ASL205:31, ASL205:37, ASL205:47, ASL205:54, ASL205:63, ASL205:70, ASL205:78
"""Blocks that do more than read or write."""

import asyncio
from collections.abc import AsyncIterator

import requests


class Sink:
    async def put(self, text: str) -> None:
        """Somewhere."""

    async def fill(self, path: str) -> None:
        with open(path) as file:
            await self.put(file.read())


async def lines(path: str) -> AsyncIterator[str]:
    with open(path) as file:
        for line in file: yield line


def check(text: str) -> str: return text


async def checked(path: str) -> str:
    with open(path) as file:
        # what the helper does is its own affair
        return check(file.read())


async def help_text(path: str) -> None:
    """The lines of the string would be moved."""
    with open(path, "w") as file:
        file.write(
            """usage:
    program [options]
""")


async def leaky(path: str) -> object:
    """The handle lives on in the lambda."""
    with open(path) as file:
        # later
        return sorted(file.read(), key=lambda letter: letter != "a")


async def walrus(path: str) -> None:
    """Binds in an expression."""
    with open(path) as file:
        # bit by bit
        while chunk := file.read(100):
            print(chunk)


async def cleared(path: str) -> None:
    try:
        await asyncio.sleep(1)
    finally:
        with open(path, "w") as file:
            file.write("")


async def download(path: str, url: str) -> None:
    """The network is no file."""
    with open(path, "wb") as file:
        # to disk
        file.write(requests.get(url).content)


class Reader(Sink):
    async def read(self) -> str:
        """The method is of the object around."""
        with open(super().__str__()) as file:
            # as text
            return file.read()
