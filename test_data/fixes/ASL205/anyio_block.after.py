# unsafe
"""In a file for anyio, anyio runs the function."""

import anyio


async def load(path: str) -> str:
    await anyio.sleep(0)

    def read_file_2():
        with open(path) as read_file:
            first = read_file.readline()
            second = read_file.readline()
        return first, second

    first, second = await anyio.to_thread.run_sync(read_file_2)
    return first + second
