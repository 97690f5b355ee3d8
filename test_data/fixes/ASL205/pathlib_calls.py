"""Reads, writes, copies: a call each."""

import shutil
from pathlib import Path


async def convert(path: Path, target: Path) -> str:
    text = path.read_text("utf-8")
    if not text or not (path / "more").read_bytes():
        return ""
    target.write_text(text.upper(), encoding="utf-8")
    shutil.copytree(path.parent, target.parent, dirs_exist_ok=True)
    lines = [each.read_text() for each in (path, target)]
    return Path(target).read_text().strip() + lines[0]
