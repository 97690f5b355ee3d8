"""A coroutine that is still there when the program ends."""

import asyncio

kept = []


async def job() -> None:
    await asyncio.sleep(0)


async def main() -> None:
    kept.append(job())  # expect: never-awaited


asyncio.run(main())
