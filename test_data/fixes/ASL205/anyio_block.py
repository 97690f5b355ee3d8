# unsafe
"""In a file for anyio, anyio runs the function."""

import anyio


async def load(path: str) -> str:
    await anyio.sleep(0)
    with open(path) as read_file:
        first = read_file.readline()
        second = read_file.readline()
    return first + second
