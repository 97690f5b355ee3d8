"""A file of anyio asks anyio for the class."""

import anyio


async def load(item: str) -> str:
    try:
        await anyio.sleep(1)
    except BaseException:
        print("no")
    return item
