# unsafe
# left: ASL501:16, ASL501:23, ASL501:30
"""What is computed on the way out would no longer be; a comment would be lost."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def load(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        return item.removeprefix("work: ")


async def load_again(item: str) -> str:
    try:
        return await work(item)
    except asyncio.CancelledError:
        return await work(item + "again")


async def load_default(item: str) -> tuple[str, str]:
    try:
        return "found", await work(item)
    except asyncio.CancelledError:
        return (
            "default",  # as in the manual
            item,
        )
