import asyncio


async def page() -> None:
    print(1)
    await asyncio.sleep(1)
