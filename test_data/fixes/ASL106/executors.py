# unsafe
"""A coroutine function that went to a thread in vain: it is awaited on the loop."""

import asyncio
import functools
from concurrent.futures import Executor


async def refresh(name: str = "all", *, force: bool = False) -> str:
    return name


class Service:
    async def run(self, *names: str) -> str:
        return ""


async def update(pool: Executor, service: Service, names: list[str]) -> str:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, refresh)  # all
    await asyncio.to_thread(refresh, "users", force=True)
    await asyncio.to_thread(service.run, *names)
    await asyncio.to_thread(lambda: refresh("rates"))
    await loop.run_in_executor(pool, functools.partial(refresh, "users", force=True))
    text = (await asyncio.get_running_loop().run_in_executor(None, refresh, "a")).upper()
    text += await loop.run_in_executor(
        None,
        refresh,
        "users",  # whom
    )
    text += await loop.run_in_executor(
        None, service.run, "a", "b"
    )
    text += await loop.run_in_executor(
        None,
        functools.partial(
            refresh,
            "users",  # whom
        ),
    )
    text += await asyncio.to_thread(
        lambda: refresh(
            "rates",
            force=True,
        )
    )
    return f"{await asyncio.to_thread(refresh)}"
