# unsafe
"""Blocks in `try`, `if`, `match` and nested loops; names that are bound anew are not kept."""

import asyncio
import json
from pathlib import Path


async def load(path: Path) -> object:
    try:
        def read_file():
            with path.open() as file:
                return json.load(file)

        data = await asyncio.to_thread(read_file)
    except FileNotFoundError:
        data = {}
    return data


async def choose(path: Path, kind: str) -> str:
    match kind:
        case "json":
            def read_file():
                with (
                    path.open(encoding="utf-8") as file,
                    open("second") as second,
                ):
                    text = file.read()

                    return text + second.read()

            text = await asyncio.to_thread(read_file)
            # not of the block
        case _:
            text = kind
    if not text:
        def read_file_2():
            with path.open() as file: print(file.read())

        await asyncio.to_thread(read_file_2)
    else:
        pass
    return text


async def every(paths: list[Path]) -> list[int]:
    sizes = []
    for path in paths:
        def read_file():
            with path.open() as file:
                line = file.readline()
                rest = file.read()
            return line

        line = await asyncio.to_thread(read_file)
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

        def read_file():
            with path.open() as file:
                return file.readline()

        previous = await asyncio.to_thread(read_file)
        await asyncio.sleep(1)


class Watcher:
    """A class in a function, a function in that."""

    async def watch(self, path: Path) -> None:
        async def once() -> str:
            def read_file():
                with path.open() as file:
                    return file.readline()

            return await asyncio.to_thread(read_file)

        print(await once())
