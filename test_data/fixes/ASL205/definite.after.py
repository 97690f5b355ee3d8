# unsafe
"""Names are followed through branches, loops and handlers of the block."""

import asyncio
import json


async def parse(path: str) -> tuple[object, list[int], str]:
    def read_file():
        with open(path) as file:
            lines = []
            for line in file:
                stripped = line.strip()
                lines.append(len(stripped))
            if lines:
                state = "some"
            else:
                state = "none"
            file.seek(0)
            try:
                data = json.load(file)
            except ValueError as error:
                data = str(error)
            finally:
                print(state)
            first, (second, *rest) = 1, (2, 3)
        return lines, state, first, second, rest

    lines, state, first, second, rest = await asyncio.to_thread(read_file)
    print(first, second, rest)
    return None, lines, state


async def seek(path: str) -> bytes:
    def read_file():
        with open(path, "rb") as file:
            while True:
                chunk = file.read(10)
                if not chunk:
                    break
                print([len(part) for part in chunk.split()])
            return file.read()

    return await asyncio.to_thread(read_file)
