"""A local name keeps a task only until the function returns."""

import asyncio
from asyncio import ensure_future


async def audit(user: str) -> None:
    await asyncio.sleep(1)


async def log_in(user: str) -> str:
    task = asyncio.create_task(audit(user))  # expect: ASL302
    return f"welcome {user}"


def on_message(user: str) -> None:
    future = ensure_future(audit(user))  # expect: ASL302
    print("message of", user)


async def log_out(user: str, silent: bool) -> None:
    if not silent:
        task = asyncio.get_running_loop().create_task(audit(user))  # expect: ASL302


async def notify_all(users: list[str]) -> int:
    for user in users:
        task = asyncio.create_task(audit(user))  # expect: ASL302
    return len(users)


async def replaced(user: str) -> None:
    task = asyncio.create_task(audit(user))  # expect: ASL302
    task = asyncio.create_task(audit(user * 2))
    await task


class Session:
    def __init__(self, loop: asyncio.AbstractEventLoop, user: str) -> None:
        cleaner = loop.create_task(self.clean(user))  # expect: ASL302
        self.user = user

    async def clean(self, user: str) -> None:
        await asyncio.sleep(60)


async def annotated(user: str) -> None:
    task: asyncio.Task[None] = asyncio.create_task(audit(user))  # expect: ASL302
    print("started")
