"""A class of ours called Thread, a `submit` of ours, a `call_later` of ours: all of them await what they are given."""

import asyncio
from collections.abc import Awaitable, Callable


class Thread:
    """A conversation."""

    def __init__(self, target: Callable[[], Awaitable[None]]) -> None:
        self.target = target

    async def start(self) -> None:
        await self.target()


class Scheduler:
    def __init__(self) -> None:
        self.jobs: list[Callable[[], Awaitable[None]]] = []

    def submit(self, job: Callable[[], Awaitable[None]]) -> None:
        self.jobs.append(job)

    def call_later(self, delay: float, job: Callable[[], Awaitable[None]]) -> None:
        self.jobs.append(job)

    def call_soon(self, job: Callable[[], Awaitable[None]]) -> None:
        self.submit(job)

    async def run(self) -> None:
        for job in self.jobs:
            await job()


async def sort(names: list[str], key: Callable[[str], Awaitable[int]]) -> list[str]:
    ranks = {name: await key(name) for name in names}
    return sorted(names, key=lambda name: ranks[name])


async def rank(name: str) -> int:
    return len(name)


async def refresh() -> None:
    await asyncio.sleep(0)


async def main() -> None:
    await Thread(target=refresh).start()
    scheduler = Scheduler()
    scheduler.submit(refresh)
    scheduler.call_later(1, refresh)
    scheduler.call_soon(refresh)
    await scheduler.run()
    print(await sort(["b", "a"], key=rank))


def filter(predicate, items):
    """Shadows the builtin on purpose."""
    return asyncio.gather(*(predicate(item) for item in items))


async def filtered() -> None:
    await filter(rank, ["a"])
