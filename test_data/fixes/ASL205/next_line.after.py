# unsafe
# left: ASL205:17
"""A thread cannot hand on a StopIteration; with a default there is none."""

import asyncio
from collections.abc import Iterator
from pathlib import Path


def lines(path: Path) -> Iterator[str]:
    yield from path.read_text().splitlines()


async def heads(path: Path) -> tuple[str, str]:
    await asyncio.sleep(0)
    found = lines(path)
    return next(found), await asyncio.to_thread(next, found, "")
