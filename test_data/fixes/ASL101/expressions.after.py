"""The coroutine is only a part of what stands in the statement."""

import asyncio


async def save(order: str) -> None:
    await asyncio.sleep(0)


class Shop:
    @property
    async def closing(self) -> None:
        await asyncio.sleep(0)

    async def sell(self, *orders: str, **options: str) -> None:
        await asyncio.sleep(0)


async def handle(shop: Shop, orders: list[str], is_urgent: bool) -> None:
    await save("a") if is_urgent else None
    is_urgent and await save("b")
    is_urgent or (await save("c"))
    await save("d"), await save("e")
    [await save(order) for order in orders if order]
    {order: 1 for order in orders}, await save("f")
    await shop.closing
    await shop.sell(*orders, **{"by": "post"})
    await shop \
        .sell("g")
    (
        await shop  # the shop itself
        .sell("h")
    )
    [
        await save(order)  # one after the other
        for order in orders
    ]
    if(await save("i")): pass
