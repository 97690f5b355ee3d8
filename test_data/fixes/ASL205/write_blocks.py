# unsafe
"""Blocks that write return nothing; several in one function get different names."""

import json
from pathlib import Path


class Store:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.items: list[str] = []

    async def save(self, text: str, *, backup: bool) -> None:
        if backup:
            with self.path.open("w") as file, open("backup", "a") as other:
                for number, item in enumerate(self.items):
                    if not item:
                        continue
                    file.write(f"{number}: {item}\n")
                other.write(text)
        with open(self.path, "w") as file:
            json.dump(self.items, file)
        print("saved")
        with open(self.path.with_suffix(".log"), "a") as log:
            count = 0
            for item in self.items:
                count += log.write(item)
            log.write(str(count))


async def append(path: str) -> None:
    for number in range(3):
        with open(path, "a") as file:
            file.write(str(number))
