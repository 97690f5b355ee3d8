# unsafe
# left: ASL205:17, ASL205:19, ASL205:25, ASL205:30, ASL205:39
"""One file is read and then written, or asked for and then made: another task may do the same meanwhile."""

import asyncio
import json
import os
import shutil
from pathlib import Path


async def renew(path: Path, now: float) -> bool:
    if not path.exists():
        return False
    # the file may be gone by now
    with open(path) as file:
        data = json.load(file)
    data["renewed"] = now
    path.write_text(json.dumps(data))
    return True


async def remove(folder: str) -> None:
    if os.path.isdir(folder):
        shutil.rmtree(folder)


async def create(path: Path) -> None:
    if not path.exists():
        path.write_text("")


async def refresh(path: Path, source: Path) -> None:
    """The source is only read."""
    if source.exists():
        await asyncio.to_thread(path.write_text, "new")
    if path.is_file():
        return
    shutil.copy(source, path)


async def show(path: Path) -> str:
    """Nothing is written."""
    if not path.exists():
        return ""
    return await asyncio.to_thread(path.read_text)


async def copy(source: Path, target: Path) -> None:
    data = await asyncio.to_thread(source.read_bytes)
    await asyncio.to_thread(target.write_bytes, data)
