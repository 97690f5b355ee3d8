import asyncio


async def pay(amount: int) -> None:
    await asyncio.sleep(0)


async def refund(amount: int) -> None:
    await asyncio.sleep(0)
