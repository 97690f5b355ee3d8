import asyncio

from .models import Order


class OrderRepository:
    async def get(self, number: int) -> Order:
        await asyncio.sleep(0)
        return Order(number, 9.5)

    async def latest(self, limit: int = 10) -> list[Order]:
        await asyncio.sleep(0)
        return [Order(1, 2.0)][:limit]
