# left: ASL301:12
"""A backslash behind the statement: the next line is still its own."""

import asyncio


async def poll() -> None:
    await asyncio.sleep(1)


async def main() -> None:
    asyncio.create_task(poll()) \

    print("started")
