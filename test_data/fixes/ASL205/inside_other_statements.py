# unsafe
"""Blocks in `try`, `if`, `match` and nested loops; names that are bound anew are not kept."""

import asyncio
import json
from pathlib import Path


async def load(path: Path) -> object:
    try:
        with path.open() as file:
            data = json.load(file)
    except FileNotFoundError:
        data = {}
    return data


async def choose(path: Path, kind: str) -> str:
    match kind:
        case "json":
            with (
                path.open(encoding="utf-8") as file,
                open("second") as second,
            ):
                text = file.read()

                text = text + second.read()
            # not of the block
        case _:
            text = kind
    if not text:
        with path.open() as file: print(file.read())
    else:
        pass
    return text


async def every(paths: list[Path]) -> list[int]:
    sizes = []
    for path in paths:
        with path.open() as file:
            line = file.readline()
            rest = file.read()
        size = len(line)
        await asyncio.sleep(0)
        for line in ("a", "b"):
            print(line)
        rest = "none"
        sizes.append(size + len(rest) + sum(len(line) for line in "c"))
    return sizes


async def again(path: Path) -> None:
    previous = ""
    while True:
        print(previous)
        with path.open() as file:
            previous = file.readline()
        await asyncio.sleep(1)


class Watcher:
    """A class in a function, a function in that."""

    async def watch(self, path: Path) -> None:
        async def once() -> str:
            with path.open() as file:
                return file.readline()

        print(await once())
