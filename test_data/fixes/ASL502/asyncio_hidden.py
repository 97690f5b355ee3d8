# left: ASL502:15
"""A parameter has the name of the module."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str, asyncio: object) -> str:
    try:
        return await work(item)
    except BaseException:
        print("no")
    return ""
