# unsafe
"""A block goes to a thread in the way of older Pythons, too."""

import asyncio


async def load(path: str) -> str:
    def read_file():
        with open(path) as file:
            return file.read()

    return await asyncio.get_running_loop().run_in_executor(None, read_file)
