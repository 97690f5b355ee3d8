"""A calculation in C that lets nobody else run, in the very first step of the loop."""

import asyncio


async def main() -> None:
    sum(range(40_000_000))  # expect-near: gil-held
    await asyncio.sleep(0.05)


asyncio.run(main())
