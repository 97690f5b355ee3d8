"""Whoever gets the coroutine awaits it, schedules it, stores it, or is unknown."""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar

from telemetry import traced

T = TypeVar("T")
logger = logging.getLogger(__name__)
QUEUE: list[Coroutine[Any, Any, Any]] = []


async def work(n: int) -> int:
    await asyncio.sleep(0)
    return n


async def retry(make: Callable[[], Awaitable[T]]) -> T:
    try:
        return await make()
    except OSError:
        return await make()


async def logged(job: Awaitable[T]) -> T:
    logger.info("running %r", job)
    return await job


def run(job: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(job)


def schedule(job: Coroutine[Any, Any, T], name: str = "") -> "asyncio.Task[T]":
    return asyncio.get_running_loop().create_task(job, name=name)


def forward(*jobs: Awaitable[Any]) -> Awaitable[list[Any]]:
    return asyncio.gather(*jobs)


def keyword_only(*, job: Awaitable[T]) -> Awaitable[T]:
    return logged(job)


def enqueue(job) -> None:
    QUEUE.append(job)


class Job:
    def __init__(self, coro: Coroutine[Any, Any, Any], name: str) -> None:
        self.coro = coro
        self.name = name

    async def start(self) -> Any:
        return await self.coro


class Batch:
    def __init__(self) -> None:
        self.jobs: dict[str, Coroutine[Any, Any, Any]] = {}

    def __setitem__(self, name: str, coro: Coroutine[Any, Any, Any]) -> None:
        self.jobs[name] = coro

    def __iadd__(self, coro: Coroutine[Any, Any, Any]) -> "Batch":
        self.jobs[str(len(self.jobs))] = coro
        return self

    def __lshift__(self, coro: Coroutine[Any, Any, Any]) -> "Batch":
        return self.__iadd__(coro)

    async def run(self) -> None:
        for coro in self.jobs.values():
            await coro


async def use(names: Iterable[str], unknown) -> None:
    await logged(work(1))
    await retry(lambda: work(2))
    await retry(functools.partial(work, 3))
    await schedule(work(4), name="four")
    await forward(work(5), work(6))
    await keyword_only(job=work(7))
    enqueue(work(8))
    await Job(work(9), "nine").start()
    batch = Batch()
    batch["ten"] = work(10)
    batch += work(11)
    batch << work(12)
    await batch.run()
    unknown(work(13))
    unknown.add(work(14), key="x")
    await traced("x", work(15))
    await asyncio.shield(work(16))
    done, _ = await asyncio.wait([asyncio.ensure_future(work(17))])
    print(f"{len(done)} done")
    jobs = list(map(work, range(3)))
    jobs += [work(18)]
    jobs.extend(work(n) for n in range(3))
    pairs = dict(zip(names, (work(n) for n in range(3))))
    results = zip(pairs, await asyncio.gather(*pairs.values()))
    print(dict(results), await asyncio.gather(*reversed(jobs)))


if __name__ == "__main__":
    run(use(["a", "b", "c"], print))
