"""Suppressing other things, or where no CancelledError of this task can come from."""

import asyncio
import concurrent.futures
import contextlib
from contextlib import suppress


async def errors(connection) -> None:
    with contextlib.suppress(Exception):
        await connection.send("bye")
    connection.close()


async def named_errors(connection) -> None:
    with suppress(ConnectionError, TimeoutError, asyncio.InvalidStateError):
        await connection.send("bye")
    connection.close()


async def nothing_awaited(task: asyncio.Task[str]) -> str | None:
    with suppress(asyncio.CancelledError):
        return task.result()
    return None


async def another_class(connection, future) -> None:
    with suppress(concurrent.futures.CancelledError):
        await connection.send("bye")
        future.result(timeout=0)
    connection.close()


async def awaits_in_a_nested_function(register) -> None:
    with suppress(asyncio.CancelledError):

        async def callback() -> None:
            await asyncio.sleep(1)

        register(callback)
    register(None)


async def raised_behind(job) -> None:
    with suppress(asyncio.CancelledError):
        await job()
    raise RuntimeError("the job ended")


async def only_a_timeout(reader) -> bytes:
    with suppress(asyncio.CancelledError):
        async with asyncio.timeout(1):
            return reader.buffered()
    return b""


def not_async(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(task)


class Suppressor:
    def suppress(self, *classes: type[BaseException]) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    async def run(self, job) -> None:
        with self.suppress(asyncio.CancelledError):
            await job()
        print("a method of the same name")
