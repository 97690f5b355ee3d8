"""The file imports names from asyncio: the class of tasks comes the same way."""

from asyncio import create_task, sleep


async def tick() -> None:
    await sleep(1)


async def main() -> None:
    create_task(tick())
