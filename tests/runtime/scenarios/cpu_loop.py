"""A calculation in Python."""

import asyncio


async def main() -> None:
    await asyncio.sleep(0.05)
    total = 0
    for number in range(20_000_000):
        total += number  # expect-near: cpu
    await asyncio.sleep(0.05)


asyncio.run(main())
