"""What `gather` and `shield` give is a future, and kept as one."""

import asyncio


async def copy(name: str) -> None:
    await asyncio.sleep(1)


async def start(names: list[str]) -> None:
    asyncio.gather(copy("first"), copy("second"))
    asyncio.shield(copy("third"))
