"""Calls that give a callable, and calls in the other arguments."""

import asyncio
import functools
import operator
import threading
from collections.abc import Callable
from concurrent.futures import Executor

from toolbox import make_job


def load(name: str) -> list[int]:
    return [len(name)]


def loader(name: str) -> Callable[[], list[int]]:
    return functools.partial(load, name)


def inferred(name: str):
    def inner() -> list[int]:
        return load(name)

    return inner


def chosen(name: str):
    return load if name else len


class Job:
    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self) -> None:
        print(self.name)

    @classmethod
    def named(cls, name: str) -> "Job":
        return cls(name)

    @property
    def action(self) -> Callable[[], None]:
        return self.run

    def run(self) -> None:
        print("run", self.name)

    def bound(self):
        return self.run


async def use(pool: Executor, job: Job, actions: dict[str, Callable[[], None]], unknown) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(load, "x")
    await asyncio.to_thread(load, str(3))
    await asyncio.to_thread(loader("x"))
    await asyncio.to_thread(inferred("x"))
    await asyncio.to_thread(chosen("x"), "y")
    await asyncio.to_thread(functools.partial(load, "x"))
    await asyncio.to_thread(operator.attrgetter("name"), job)
    await asyncio.to_thread(Job("x"))
    await asyncio.to_thread(Job.named("x"))
    await asyncio.to_thread(job.action)
    await asyncio.to_thread(job.bound())
    await asyncio.to_thread(lambda: load("x"))
    await asyncio.to_thread(actions.get("x", job))
    await asyncio.to_thread(make_job("x"))
    await asyncio.to_thread(unknown.job())
    await asyncio.to_thread(getattr(job, "run"))
    await loop.run_in_executor(pool, loader("x"))
    await loop.run_in_executor(pool, load, "x".upper())
    pool.submit(inferred("x"))
    threading.Thread(target=loader("x"), name=str(3)).start()
    threading.Thread(target=None).start()
    threading.Timer(float("3"), job.bound()).start()


def to_thread(result: list[int]) -> None:
    """A function of ours with a famous name."""
    print(result)


async def ours() -> None:
    to_thread(load("x"))
