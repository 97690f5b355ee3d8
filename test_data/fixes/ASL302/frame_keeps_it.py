# unsafe
"""The function waits for ever: its frame keeps the task."""

import asyncio


async def beat() -> None:
    await asyncio.sleep(1)


async def main() -> None:
    beating = asyncio.create_task(beat())
    while True:
        await asyncio.sleep(3600)
