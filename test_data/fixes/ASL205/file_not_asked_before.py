# unsafe
"""Two files, and one that is only read or only written."""

import asyncio
from pathlib import Path


async def copy(path: Path, other: Path) -> None:
    text = path.read_text()
    other.write_text(text)


async def read_twice(path: Path) -> str:
    if path.exists():
        return path.read_text()
    return ""


async def write_twice(path: Path) -> None:
    path.write_text("first")
    path.write_text("second")
