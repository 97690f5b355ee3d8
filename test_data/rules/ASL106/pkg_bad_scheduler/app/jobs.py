import asyncio


async def cleanup() -> None:
    await asyncio.sleep(0)


async def rotate(name: str) -> None:
    await asyncio.sleep(0)


class Reporter:
    async def send(self) -> None:
        await asyncio.sleep(0)
