# unsafe
"""A coroutine function that went to a thread in vain: it is awaited on the loop."""

import asyncio
from concurrent.futures import Executor


async def refresh(name: str = "all", *, force: bool = False) -> str:
    return name


class Service:
    async def run(self, *names: str) -> str:
        return ""


async def update(pool: Executor, service: Service, names: list[str]) -> str:
    loop = asyncio.get_running_loop()
    await refresh()  # all
    await refresh("users", force=True)
    await service.run(*names)
    await refresh("rates")
    await refresh("users", force=True)
    text = (await refresh("a")).upper()
    text += await refresh(
        "users",  # whom
    )
    text += await service.run("a", "b")
    text += await refresh(
        "users",  # whom
    )
    text += await refresh(
        "rates",
        force=True,
    )
    return f"{await refresh()}"
