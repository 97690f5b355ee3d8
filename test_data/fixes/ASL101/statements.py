"""A forgotten `await` is put where the coroutine is made."""

import asyncio


async def save(order: str) -> None:
    await asyncio.sleep(0)


async def handle(order: str) -> None:
    # the comment above stays
    save(order)  # and this one
    if order: save(order); print(order)
    _ = save(
        order,  # inside
    )
