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
    save("a") if is_urgent else None
    is_urgent and save("b")
    is_urgent or (save("c"))
    save("d"), save("e")
    [save(order) for order in orders if order]
    {order: 1 for order in orders}, save("f")
    shop.closing
    shop.sell(*orders, **{"by": "post"})
    shop \
        .sell("g")
    (
        shop  # the shop itself
        .sell("h")
    )
    [
        save(order)  # one after the other
        for order in orders
    ]
    if(save("i")): pass
