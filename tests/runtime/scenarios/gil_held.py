"""A calculation in C that lets nobody else run."""

import asyncio


async def main() -> None:
    await asyncio.sleep(0.1)
    sum(range(60_000_000))  # expect: gil-held
    await asyncio.sleep(0.05)


asyncio.run(main())
