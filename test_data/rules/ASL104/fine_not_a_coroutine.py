"""Objects that are awaitable *and* usable, async generators, mocks, sync overrides."""

import asyncio
import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest.mock import AsyncMock, MagicMock


class Query:
    """Chainable, and awaitable at the end."""

    def __init__(self) -> None:
        self.filters: list[str] = []

    def filter(self, condition: str) -> "Query":
        self.filters.append(condition)
        return self

    def __await__(self):
        return asyncio.sleep(0, self.filters).__await__()

    def __getitem__(self, index: int) -> str:
        return self.filters[index]

    def __str__(self) -> str:
        return " and ".join(self.filters)


def select(table: str) -> Query:
    return Query().filter(table)


async def use_query() -> list[str]:
    query = select("users")
    print(query.filter("age > 3")[0], f"{query}", select("x").filters)
    return await query


async def lines() -> AsyncIterator[str]:
    yield "one"


@asynccontextmanager
async def opened(name: str) -> AsyncIterator[str]:
    yield name


async def use_generator() -> None:
    source = lines()
    print(await source.__anext__(), await anext(source, "end"))
    await source.aclose()
    manager = opened("x")
    print(manager.__class__, f"{manager}")
    async with manager as name:
        print(name)


async def use_future(loop: asyncio.AbstractEventLoop) -> str:
    future = loop.create_future()
    task = asyncio.create_task(asyncio.sleep(0))
    print(future.done(), task.get_name(), f"{task}", str(future), task.get_coro())
    return "%s %s" % (future, task)


def sync(function):
    @functools.wraps(function)
    def wrapper(*args):
        return asyncio.run(function(*args))

    return wrapper


@sync
async def total(n: int) -> list[int]:
    return [n]


def use_sync() -> int:
    for n in total(3):
        print(n)
    return total(3)[0] + len(total(4))


def use_mock() -> None:
    client = MagicMock()
    client.fetch = AsyncMock(return_value={"a": 1})
    print(client.fetch.call_count, client.fetch.call_args, client.fetch.return_value["a"])
    print(f"{client.status().name}", client.count()["x"])


def shadowed(fetch) -> int:
    return fetch("x")["count"] + fetch("y").status


async def fetch(url: str) -> str:
    return url


class Sync:
    def fetch(self, url: str) -> str:
        return url

    def use(self) -> str:
        return self.fetch("x").upper() + Sync.fetch(self, "y")[0]
