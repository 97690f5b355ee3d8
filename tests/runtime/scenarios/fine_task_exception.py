"""A task whose error is looked at."""

import asyncio


async def fail() -> None:
    raise ValueError("seen")


async def main() -> None:
    task = asyncio.create_task(fail())
    try:
        await task
    except ValueError:
        pass


asyncio.run(main())
