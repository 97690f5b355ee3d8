# left: ASL101:20, ASL101:23
"""Functions in functions: each place counts for the innermost one."""

import asyncio


async def save(order: str) -> None:
    await asyncio.sleep(0)


def outer(orders: list[str]) -> object:
    async def inner() -> None:
        await save("a")

        async def innermost(default: object = [save(order) for order in orders]) -> None:
            await save("b")

        await innermost()

    save("c")

    class Orders:
        def __init__(self) -> None: save("d")

        async def send(self) -> None: await save("e")

    return inner, Orders
