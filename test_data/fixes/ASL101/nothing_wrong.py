"""Coroutines that somebody takes care of, and names that only look like one."""

import asyncio

import pytest


async def save(order: str) -> str:
    return order


async def handle(orders: list[str]) -> None:
    await save("a")
    await asyncio.gather(*(save(order) for order in orders), save("b"))
    waiting = [save(order) for order in orders]
    for each in waiting:
        await each
    async with asyncio.TaskGroup() as group:
        group.create_task(save("c"))
    with pytest.raises(TypeError):
        save()
    save("d").close()

    def save_later(order: str) -> None:
        print(order)

    save_later("e")


async def shadowed(save: object, asyncio: object) -> None:
    save("f")
    asyncio.sleep(1)


def pass_on(order: str) -> object:
    return save(order)
