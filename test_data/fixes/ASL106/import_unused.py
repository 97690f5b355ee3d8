# unsafe
"""Nothing else in the file needs the module any more."""

import asyncio


async def refresh(name: str) -> str:
    return name


async def update() -> str:
    await asyncio.to_thread(refresh, "a")
    return await asyncio.to_thread(lambda: refresh("b"))
