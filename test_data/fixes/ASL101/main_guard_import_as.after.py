# unsafe
"""The module has another name in this file, and a tuple of things to do below the guard."""

import asyncio as aio
import sys


async def main(*arguments: str) -> None:
    await aio.sleep(1)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print("arguments:", len(sys.argv))
    aio.run(main(
        *sys.argv[1:],  # all of them
    ))
