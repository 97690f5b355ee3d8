import asyncio

from . import aio


def pay(amount: int) -> None:
    asyncio.run(aio.pay(amount))


def refund(amount: int) -> None:
    asyncio.run(aio.refund(amount))
