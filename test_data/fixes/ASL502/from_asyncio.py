"""Where names are imported from asyncio, the class comes the same way."""

from asyncio import sleep


async def load(item: str) -> str:
    try:
        await sleep(1)
    except:
        print("no")
    return item


async def load_here(item: str) -> str:
    import asyncio

    try:
        await sleep(1)
    except:
        print("no")
    return item
