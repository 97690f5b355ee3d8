"""What `gather` and `shield` give is a future, and kept as one."""

import asyncio

background_futures: set[asyncio.Future] = set()


async def copy(name: str) -> None:
    await asyncio.sleep(1)


async def start(names: list[str]) -> None:
    future = asyncio.gather(copy("first"), copy("second"))
    background_futures.add(future)
    future.add_done_callback(background_futures.discard)
    future = asyncio.shield(copy("third"))
    background_futures.add(future)
    future.add_done_callback(background_futures.discard)
