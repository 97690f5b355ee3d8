"""The loop keeps only a weak reference to a task: what nobody holds may vanish half-way."""

import asyncio
import asyncio as aio
from asyncio import create_task, ensure_future
from asyncio import get_running_loop as the_loop


async def audit(user: str) -> None:
    await asyncio.sleep(1)


class Webhook:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    async def deliver(self, url: str) -> None:
        await asyncio.sleep(1)

    async def receive(self, url: str) -> None:
        asyncio.create_task(self.deliver(url))  # expect: ASL301
        self.loop.create_task(self.deliver(url))  # expect: ASL301[likely]


async def log_in(user: str) -> str:
    asyncio.create_task(audit(user))  # expect: ASL301
    aio.create_task(audit(user), name="audit")  # expect: ASL301
    create_task(audit(user))  # expect: ASL301
    ensure_future(audit(user))  # expect: ASL301
    _ = asyncio.create_task(audit(user))  # expect: ASL301
    asyncio.get_running_loop().create_task(audit(user))  # expect: ASL301
    the_loop().create_task(audit(user))  # expect: ASL301
    loop = asyncio.get_event_loop()
    loop.create_task(audit(user))  # expect: ASL301
    if user:
        asyncio.create_task(  # expect: ASL301
            audit(user),
        )
    [asyncio.create_task(audit(name)) for name in user.split()]  # expect: ASL301
    return "welcome"


def from_callback(loop: asyncio.AbstractEventLoop, user: str) -> None:
    loop.create_task(audit(user))  # expect: ASL301
    user and asyncio.ensure_future(audit(user), loop=loop)  # expect: ASL301


def start(user: str) -> "asyncio.Task[None]":
    """Makes the task, keeps nothing: that is left to the caller."""
    return asyncio.create_task(audit(user))


async def log_out(user: str) -> None:
    start(user)  # expect: ASL301[likely]
    coroutine = audit(user)
    asyncio.create_task(coroutine)  # expect: ASL301


async def all_at_once(users: list[str]) -> None:
    asyncio.gather(audit("a"), audit("b"), return_exceptions=True)  # expect: ASL301
    asyncio.shield(audit("a"))  # expect: ASL301
    task = asyncio.create_task(audit("c"))
    asyncio.gather(task, audit("d"))  # expect: ASL301
    await task
