# unsafe
"""Not certain, but asked for."""
import asyncio
import functools


def logged(function):
    @functools.wraps(function)
    async def wrapper(*args):
        print(function)
        return await function(*args)

    return wrapper


@logged
async def save(order: str) -> None:
    await asyncio.sleep(0)


async def handle() -> None:
    await save("a")
