"""Other things that are called `create_task`."""

import asyncio
from collections.abc import Awaitable


class Board:
    """A to-do list."""

    def __init__(self) -> None:
        self.tasks: list[str] = []

    def create_task(self, title: str) -> str:
        self.tasks.append(title)
        return title

    def ensure_future(self, title: str) -> None:
        self.create_task(title)


class Supervisor:
    """Keeps what it starts."""

    def __init__(self) -> None:
        self.running: set["asyncio.Task[None]"] = set()

    def create_task(self, job: Awaitable[None]) -> "asyncio.Task[None]":
        task = asyncio.ensure_future(job)
        self.running.add(task)
        return task


class Nursery(asyncio.TaskGroup):
    """A task group with another name."""


async def work() -> None:
    await asyncio.sleep(0)


async def use(board: Board, supervisor: Supervisor) -> None:
    board.create_task("wash up")
    board.ensure_future("dry")
    supervisor.create_task(work())
    Supervisor().create_task(work())
    async with Nursery() as nursery:
        nursery.create_task(work())


def create_task(title: str) -> str:
    return title


async def shadowed(asyncio: Board, ensure_future) -> None:
    asyncio.create_task("x")
    ensure_future("x")
    create_task("y")


class Tasks:
    create_task = print

    def use(self) -> None:
        self.create_task("x")
