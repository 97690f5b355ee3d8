"""A calculation in C that lets nobody else run, a few times: a busy machine may miss the moment after one of them."""

import asyncio


async def main() -> None:
    for _ in range(5):
        await asyncio.sleep(0.1)
        sum(range(20_000_000))  # expect-near: gil-held
    await asyncio.sleep(0.05)


asyncio.run(main())
