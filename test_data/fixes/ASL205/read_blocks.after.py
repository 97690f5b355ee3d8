# unsafe
"""A whole block that reads becomes a function: what it ends with is returned, under the same name."""

import asyncio
import csv
import json


async def load(path: str, encoding: str) -> dict[str, object]:
    def read_file():
        with open(path, encoding=encoding) as file:
            return file.read()

    content = await asyncio.to_thread(read_file)
    return {"content": content}


async def settings(path: str) -> object:
    """The settings, as they stand in the file."""
    print(path)

    def read_file():
        with open(path) as file:
            # comments stay where they are

            return json.load(file)  # all of it

    return await asyncio.to_thread(read_file)


async def rows(paths: list[str]) -> list[list[str]]:
    found = []
    for path in paths:
        # one after the other
        def read_file():
            with open(path, newline="") as file:
                header = next(csv.reader(file))
                rows = list(csv.reader(file))
                # until here
            return header, rows

        header, rows = await asyncio.to_thread(read_file)
        found += rows
        print(header)
    return found


async def one_line(path: str) -> bytes:
    def read_file():
        with open(path, "rb") as file: return file.read()  # short

    data = await asyncio.to_thread(read_file)
    return data


async def last(path: str) -> str:
    text: str

    def read_file():
        with open(path) as file:
            file.seek(10); text = (
                file.read()
            )
        return text

    text = await asyncio.to_thread(read_file)
    return text
