# left: ASL205:11
"""In a test, blocking may be what is tested."""

import asyncio
from pathlib import Path


async def test_reading(tmp_path: Path) -> None:
    path = tmp_path / "file"
    await asyncio.to_thread(path.write_text, "text")
    assert path.read_text() == "text"
