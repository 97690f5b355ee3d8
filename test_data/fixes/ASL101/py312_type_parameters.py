"""Type parameters and f-strings of 3.12."""

import asyncio


async def save[T](order: T) -> T:
    await asyncio.sleep(0)
    return order


class Shop[T]:
    async def sell(self, order: T) -> str:
        save(order)
        return f"{"sold"}"


async def handle() -> None:
    save[str]
    save(f"{"a" + f"{"b"}"}")
