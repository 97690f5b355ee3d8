# unsafe
"""Two files, and one that is only read or only written."""

import asyncio
from pathlib import Path


async def copy(path: Path, other: Path) -> None:
    text = await asyncio.to_thread(path.read_text)
    await asyncio.to_thread(other.write_text, text)


async def read_twice(path: Path) -> str:
    if path.exists():
        return await asyncio.to_thread(path.read_text)
    return ""


async def write_twice(path: Path) -> None:
    await asyncio.to_thread(path.write_text, "first")
    await asyncio.to_thread(path.write_text, "second")
