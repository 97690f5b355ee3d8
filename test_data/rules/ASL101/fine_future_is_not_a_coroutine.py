"""Futures run by themselves: throwing one away loses a result, not the work."""

import asyncio
import functools
from collections.abc import Awaitable
from concurrent.futures import Executor


class Connection:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.outbox: list[tuple[bytes, asyncio.Future[int]]] = []

    def send(self, data: bytes) -> Awaitable[int]:
        # queued at once; awaiting the answer is the caller's choice
        done = self.loop.create_future()
        self.outbox.append((data, done))
        return done

    def ping(self) -> "asyncio.Future[int]":
        done: asyncio.Future[int] = self.loop.create_future()
        self.outbox.append((b"ping", done))
        return done


async def talk(connection: Connection, pool: Executor) -> None:
    connection.send(b"hello")
    connection.ping()
    loop = asyncio.get_running_loop()
    loop.run_in_executor(pool, functools.partial(print, "bye", flush=True))
    await connection.send(b"bye")


async def close(server: asyncio.Server, writer: asyncio.StreamWriter, queue: asyncio.Queue[int]) -> None:
    # the plain methods beside the coroutine ones
    server.close()
    writer.write(b"bye")
    writer.close()
    queue.put_nowait(1)
    queue.task_done()
    await server.wait_closed()


class Lazy:
    """Awaiting it is optional: `connect()` gives an object with `__await__` that is also an async context manager."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __await__(self):
        return asyncio.sleep(0, self).__await__()

    async def __aenter__(self) -> "Lazy":
        return await self

    async def __aexit__(self, *exc: object) -> None:
        await asyncio.sleep(0)


def connect(url: str) -> Lazy:
    return Lazy(url)


async def lazily() -> None:
    async with connect("db://main") as database:
        print(database.url)
    connect("db://never")
