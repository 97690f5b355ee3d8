# unsafe
# left: ASL205:28
"""`open(p).read()` is opened and read in the thread, by a lambda."""

import asyncio
import json
from pathlib import Path


async def read(paths: list[str], path: Path) -> list[object]:
    text = open(paths[0]).read()
    print(open(paths[0], encoding="utf-8").read().strip(), f"{open(paths[1]).readline()!r}")
    found: list[object] = [line for each in paths for line in open(each).read()]
    found.append(path.open().readlines()[0])
    found.append(json.load(open(path)))
    await asyncio.sleep(0)
    return [*found, text]


class Log:
    def name(self) -> str:
        return "log"


class DailyLog(Log):
    async def read(self) -> str:
        # `super()` would not work in a lambda
        return open(super().name()).read()
