# unsafe
# left: ASL502:16
"""`except*` would raise it in a group again."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except* BaseException:
        print("no")
    return ""
