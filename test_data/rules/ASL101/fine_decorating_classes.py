"""Objects that start what they are given, and awaitables that run by themselves."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


class Background:
    """Each call starts a task, and keeps it."""

    def __init__(self, function: Callable[[], Coroutine[Any, Any, int]]) -> None:
        self.function = function
        self.tasks: set[asyncio.Task[int]] = set()

    def __call__(self) -> None:
        task = asyncio.create_task(self.function())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


class Scheduled:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.tasks: list[asyncio.Task[int]] = []

    def __call__(self, function: Callable[[], Coroutine[Any, Any, int]]) -> Callable[[], None]:
        def scheduled() -> None:
            self.tasks.append(asyncio.create_task(function()))

        return scheduled


class Registry:
    def __init__(self) -> None:
        self.functions: list[Callable[[], int]] = []

    def __call__(self, function: Callable[[], int]) -> Callable[[], int]:
        self.functions.append(function)
        return function


registry = Registry()


@Background
async def load() -> int:
    return 1


@Scheduled(3)
async def read() -> int:
    return 2


@registry
def plain() -> int:
    return 3


class Job:
    def __init__(self) -> None:
        self.future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def start(self) -> Awaitable[int]:
        return self.future

    def soon(self) -> Awaitable[int]:
        return asyncio.ensure_future(self.future)


def either(job: Job, is_new: bool) -> Awaitable[int]:
    return count() if is_new else job.start()


async def count() -> int:
    return 3


async def main() -> None:
    load()
    read()
    plain()
    job = Job()
    job.start()
    await count()
