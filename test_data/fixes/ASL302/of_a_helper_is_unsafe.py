# left: ASL302:16
"""A function of the program gives the task: that it keeps it itself cannot be ruled out, so the fix is unsafe."""

import asyncio


async def audit(user: str) -> None:
    await asyncio.sleep(1)


def start(user: str) -> asyncio.Task[None]:
    return asyncio.create_task(audit(user))


async def log_in(user: str) -> str:
    started = start(user)
    return user
