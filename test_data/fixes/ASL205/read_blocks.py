# unsafe
"""A whole block that reads becomes a function: what it ends with is returned, under the same name."""

import csv
import json


async def load(path: str, encoding: str) -> dict[str, object]:
    with open(path, encoding=encoding) as file:
        content = file.read()
    return {"content": content}


async def settings(path: str) -> object:
    """The settings, as they stand in the file."""
    print(path)
    with open(path) as file:
        # comments stay where they are

        return json.load(file)  # all of it


async def rows(paths: list[str]) -> list[list[str]]:
    found = []
    for path in paths:
        # one after the other
        with open(path, newline="") as file:
            header = next(csv.reader(file))
            rows = list(csv.reader(file))
            # until here
        found += rows
        print(header)
    return found


async def one_line(path: str) -> bytes:
    with open(path, "rb") as file: data = file.read()  # short
    return data


async def last(path: str) -> str:
    text: str
    with open(path) as file:
        file.seek(10); text = (
            file.read()
        )
    return text
