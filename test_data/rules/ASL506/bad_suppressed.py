"""The block ends early, the code behind it runs on, and the task is not cancelled."""

import asyncio
import contextlib
from asyncio import CancelledError
from contextlib import suppress


async def drain(queue: asyncio.Queue[str]) -> None:
    with contextlib.suppress(asyncio.CancelledError):  # expect: ASL506
        await queue.join()
    print("drained")


async def read_greeting(reader: asyncio.StreamReader, greetings: list[bytes]) -> None:
    with suppress(ConnectionError, CancelledError):  # expect: ASL506
        greetings.append(await reader.readline())
    greetings.append(b"")


async def say_goodbye(connection) -> None:
    with suppress(BaseException):  # expect: ASL506
        await connection.send("bye")
    connection.close()


async def poll(client) -> None:
    while True:
        with suppress(asyncio.CancelledError):  # expect: ASL506
            await client.poll()


async def listen(subscription, handle) -> None:
    with contextlib.suppress(asyncio.CancelledError):  # expect: ASL506[likely]
        async for message in subscription:
            handle(message)


async def wait_for_other(waiter: "asyncio.Future[None]", log) -> None:
    with contextlib.suppress(asyncio.CancelledError):  # expect: ASL506[likely]
        await waiter
    log("over")


async def locked(lock: asyncio.Lock, job) -> None:
    with contextlib.suppress(asyncio.CancelledError), job.trace():  # expect: ASL506
        async with lock:
            job.run()
    job.report()


async def guarded_inside(job) -> None:
    with suppress(asyncio.CancelledError):
        try:
            await job()
        except asyncio.CancelledError:  # expect: ASL501[likely]
            print("cancelled")


async def cancelled_before(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):  # expect: ASL505
        await task
