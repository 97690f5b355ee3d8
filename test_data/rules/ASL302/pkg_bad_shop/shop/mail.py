import asyncio


async def send(to: str) -> None:
    await asyncio.sleep(1)
