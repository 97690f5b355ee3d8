"""Paths are only text until somebody asks the disk."""

import asyncio
import os
from pathlib import Path, PurePosixPath


async def names(path: Path, text: str) -> str:
    joined = path / "a" / PurePosixPath(text).name
    print(joined.parent, joined.suffix, joined.with_name("b"), joined.is_absolute(), joined.parts)
    print(os.getpid(), os.environ.get("HOME"), os.sep, os.fspath(path))
    return os.path.join(os.path.dirname(text), os.path.basename(text), os.path.splitext(text)[1])


async def offloaded(path: Path) -> bool:
    await asyncio.to_thread(path.mkdir, parents=True)
    await asyncio.to_thread(os.makedirs, "out", exist_ok=True)
    return await asyncio.to_thread(lambda: path.exists() and os.path.isfile(path))


class Door:
    def open(self) -> str:
        return "open"

    def exists(self) -> bool:
        return True

    async def use(self, os: "Door", path: "Door", unknown) -> bool:
        print(self.open(), os.open(), path.open(), unknown.open(), unknown.stat())
        return self.exists() and path.exists()


async def shadowed(open, exists) -> None:
    open("x")
    exists("y")


def script(path: Path) -> None:
    if not path.exists():
        path.mkdir()
    with open(path / "log") as log:
        print(log)
