"""A file of anyio asks anyio for the class."""

from anyio import sleep


async def load(item: str) -> str:
    try:
        await sleep(1)
    except BaseException:
        print("no")
    return item
