"""Every task here is held by something that lives as long as it does, or is waited for."""

import asyncio
from collections.abc import Coroutine
from typing import Any

BACKGROUND: set["asyncio.Task[Any]"] = set()
CURRENT: "asyncio.Task[None] | None" = None


async def audit(user: str) -> None:
    await asyncio.sleep(1)


def spawn(coroutine: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    task = asyncio.create_task(coroutine)
    BACKGROUND.add(task)
    task.add_done_callback(BACKGROUND.discard)
    return task


def spawn_in_one_line(coroutine: Coroutine[Any, Any, Any]) -> None:
    BACKGROUND.add(asyncio.create_task(coroutine))


class Service:
    def __init__(self) -> None:
        self.tasks: list["asyncio.Task[None]"] = []
        self.by_user: dict[str, "asyncio.Task[None]"] = {}
        self.heartbeat: "asyncio.Task[None] | None" = None

    async def start(self, user: str) -> None:
        self.heartbeat = asyncio.create_task(audit(user))
        self.tasks.append(asyncio.create_task(audit(user)))
        self.by_user[user] = asyncio.ensure_future(audit(user))
        self.tasks += [asyncio.create_task(audit(name)) for name in user.split()]
        self.by_user.setdefault("x", asyncio.create_task(audit("x")))
        self.track(asyncio.create_task(audit(user)))

    def track(self, task: "asyncio.Task[None]") -> None:
        self.tasks.append(task)


async def with_wrappers(user: str) -> None:
    # the wrapper keeps them
    spawn(audit(user))
    spawn_in_one_line(audit(user))


async def awaited(user: str) -> None:
    await asyncio.create_task(audit(user))
    await asyncio.gather(asyncio.create_task(audit(user)), asyncio.ensure_future(audit(user)))
    await asyncio.wait([asyncio.create_task(audit(user))])
    await asyncio.wait_for(asyncio.create_task(audit(user)), 3)
    await asyncio.shield(asyncio.create_task(audit(user)))


async def in_groups(user: str) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(audit(user))
        tg = group
        tg.create_task(audit(user))


async def in_given_group(group: asyncio.TaskGroup, user: str) -> None:
    group.create_task(audit(user))


async def with_callback(user: str) -> None:
    asyncio.create_task(audit(user)).add_done_callback(print)


def returned(user: str) -> "asyncio.Task[None]":
    return asyncio.create_task(audit(user))


async def generated(users: list[str]):
    for user in users:
        yield asyncio.create_task(audit(user))


async def used(user: str) -> None:
    task = returned(user)
    task.add_done_callback(print)
    await task


async def as_global(user: str) -> None:
    global CURRENT
    CURRENT = asyncio.create_task(audit(user))


async def conditional(user: str) -> "asyncio.Task[None] | None":
    return asyncio.create_task(audit(user)) if user else None


async def unknown_keepers(app, hass, user: str) -> None:
    app.add_background(asyncio.create_task(audit(user)))
    hass.async_create_task(audit(user))
    app.loop.create_task(audit(user))


async def ensured_future_of_a_future(future: "asyncio.Future[int]") -> None:
    # no task is made: what comes in goes out
    asyncio.ensure_future(future)


async def gathered(tasks: "list[asyncio.Task[None]]", user: str) -> None:
    # the tasks are somebody else's, and what is gathered is awaited, or kept
    asyncio.gather(*tasks)
    task = asyncio.create_task(audit(user))
    asyncio.shield(task)
    await task
    await asyncio.gather(audit(user), audit(user))
    both = asyncio.gather(audit(user), audit(user))
    await asyncio.sleep(1)
    await both
    try:
        await asyncio.wait_for(asyncio.shield(audit(user)), 1)
    except TimeoutError:
        pass
