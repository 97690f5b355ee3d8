"""Reads, writes, copies: a call each."""

import asyncio
import shutil
from pathlib import Path


async def convert(path: Path, target: Path) -> str:
    text = await asyncio.to_thread(path.read_text, "utf-8")
    if not text or not await asyncio.to_thread((path / "more").read_bytes):
        return ""
    await asyncio.to_thread(target.write_text, text.upper(), encoding="utf-8")
    await asyncio.to_thread(shutil.copytree, path.parent, target.parent, dirs_exist_ok=True)
    lines = [await asyncio.to_thread(each.read_text) for each in (path, target)]
    return (await asyncio.to_thread(Path(target).read_text)).strip() + lines[0]
