# left: ASL205:9
"""Without `--unsafe-fixes` no block becomes a function."""

from pathlib import Path


async def load(path: Path) -> str:
    with path.open() as file:
        return file.read()
