"""Objects that speak both protocols, and the right statement for each."""

import asyncio
import contextlib
import queue
import sqlite3
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from unittest.mock import MagicMock


class Client:
    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None


class BaseClient:
    def __enter__(self) -> "BaseClient":
        return self

    def __exit__(self, *exc: object) -> None:
        return None


class AsyncClient(BaseClient):
    """`with` is inherited."""

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None


class Feed:
    def __init__(self) -> None:
        self.items = [1, 2, 3]

    def __iter__(self) -> Iterator[int]:
        return iter(self.items)

    async def __aiter__(self) -> AsyncIterator[int]:
        for item in self.items:
            yield item


class Sequence:
    """No `__iter__`, but `__getitem__`: `for` works."""

    def __getitem__(self, index: int) -> int:
        if index > 3:
            raise IndexError(index)
        return index

    async def __aiter__(self) -> AsyncIterator[int]:
        yield 1


@contextlib.contextmanager
def opened(name: str) -> Iterator[str]:
    yield name


@contextlib.asynccontextmanager
async def connected(name: str) -> AsyncIterator[str]:
    yield name


async def ticks() -> AsyncIterator[int]:
    yield 1


class Ambient:
    """Entered as `with ambient.sync():`, or as `async with ambient:`."""

    async def __aenter__(self) -> "Ambient":
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None

    def sync(self) -> Client:
        return Client()


async def use(unknown) -> list[int]:
    with Client() as client, AsyncClient() as inherited:
        print(client, inherited)
    async with Client() as client, connected("x") as name:
        print(client, name)
    with opened("x") as name, contextlib.suppress(KeyError):
        print(name)
    with Ambient().sync() as client:
        print(client)
    with unknown, unknown.session() as session:
        print(session)
    for item in Feed():
        print(item)
    for number in Sequence():
        print(number)
    async for item in Feed():
        print(item)
    for item in unknown.stream():
        print(item)
    for word in await asyncio.gather(asyncio.sleep(0, "a"), asyncio.sleep(0, "b")):
        print(word)
    for next_done in asyncio.as_completed([asyncio.sleep(0, 1)]):
        print(await next_done)
    return [tick async for tick in ticks()] + [item for item in Feed()]


async def locks(gate: asyncio.Lock) -> None:
    async with gate, asyncio.timeout(1):
        await asyncio.sleep(0)
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0))


def in_threads(gate: threading.Lock, slots: threading.Semaphore) -> None:
    with gate, slots:
        print("held")
    with MagicMock() as mock:
        print(mock)


async def stack() -> None:
    async with contextlib.AsyncExitStack() as exits:
        await exits.enter_async_context(connected("a"))
        exits.enter_context(opened("b"))
    with contextlib.ExitStack() as plain:
        plain.enter_context(opened("c"))


async def runner() -> None:
    server = await asyncio.start_server(print, "localhost", 0)
    async with server:
        await server.start_serving()


def other_libraries(path: str) -> None:
    with sqlite3.connect(path) as connection, tempfile.TemporaryDirectory() as folder:
        print(connection, folder)
    items: queue.Queue[int] = queue.Queue()
    for item in iter(items.get, None):
        print(item)
    with asyncio.Runner() as runner_:
        runner_.run(locks(asyncio.Lock()))
