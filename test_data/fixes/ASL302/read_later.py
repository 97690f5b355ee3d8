"""Somebody reads the name: a nested function, the code after a loop, or the caller by `global`."""

import asyncio

current = None


async def audit(user: str) -> None:
    await asyncio.sleep(1)


async def log_in(user: str):
    task = asyncio.create_task(audit(user))

    def stop() -> None:
        task.cancel()

    return stop


async def log_out(user: str) -> None:
    global current
    current = asyncio.create_task(audit(user))


async def wait_for(users: list[str]) -> None:
    last = None
    for user in users:
        last = asyncio.create_task(audit(user))
    if last is not None:
        await last
