"""Used later, kept elsewhere, or held by a function that lives as long as the task."""

import asyncio
import contextlib
from typing import Any

TASKS: set["asyncio.Task[Any]"] = set()


async def beat(name: str = "") -> None:
    while True:
        await asyncio.sleep(1)


async def work(name: str) -> str:
    await asyncio.sleep(1)
    return name


async def awaited_later(name: str) -> str:
    task = asyncio.create_task(work(name))
    print("started")
    return await task


async def cancelled_later(name: str) -> str:
    heartbeat = asyncio.create_task(beat(name))
    try:
        return await work(name)
    finally:
        heartbeat.cancel()


async def on_exit(name: str) -> str:
    heartbeat = asyncio.create_task(beat(name))
    with contextlib.ExitStack() as exits:
        exits.callback(heartbeat.cancel)
        return await work(name)


async def gathered(names: list[str]) -> list[str]:
    tasks = [asyncio.create_task(work(name)) for name in names]
    first = asyncio.create_task(work("first"))
    return await asyncio.gather(first, *tasks)


async def kept(name: str) -> None:
    task = asyncio.create_task(work(name))
    TASKS.add(task)
    task.add_done_callback(TASKS.discard)


async def with_callback(name: str) -> None:
    task = asyncio.create_task(work(name))
    task.add_done_callback(print)


class Service:
    def __init__(self) -> None:
        self.tasks: dict[str, "asyncio.Task[str]"] = {}

    async def start(self, name: str) -> "asyncio.Task[str]":
        task = self.tasks[name] = asyncio.create_task(work(name))
        other = asyncio.create_task(work(name * 2))
        self.tasks[name * 2] = other
        last = asyncio.create_task(work(name * 3))
        return last


async def in_a_group(name: str) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work(name))
        other = group.create_task(work(name * 2))


async def closure(name: str):
    task = asyncio.create_task(work(name))

    async def result() -> str:
        return await task

    return result


async def waited(name: str) -> None:
    task = asyncio.create_task(work(name))
    while not task.done():
        await asyncio.sleep(0.1)


async def either(name: str, slow: bool) -> str:
    if slow:
        task = asyncio.create_task(work(name))
    else:
        task = asyncio.create_task(work(name * 2))
    return await task


async def yielded(name: str):
    task = asyncio.create_task(work(name))
    yield task


async def in_a_tuple(name: str) -> "tuple[str, asyncio.Task[str]]":
    task = asyncio.create_task(work(name))
    return name, task


async def by_global(name: str) -> None:
    global LATEST
    LATEST = asyncio.create_task(work(name))


def by_nonlocal(name: str):
    latest = None

    def start() -> None:
        nonlocal latest
        latest = asyncio.create_task(work(name))

    def stop() -> None:
        if latest is not None:
            latest.cancel()

    return start, stop


async def main() -> None:
    # lives in the frame of `main`, which is suspended right here for as long as the server runs
    heartbeat = asyncio.create_task(beat())
    server = await asyncio.start_server(print, "localhost", 8080)
    async with server:
        await server.serve_forever()


async def forever() -> None:
    ticker = asyncio.create_task(beat())
    while True:
        await asyncio.sleep(3600)


async def until_stopped(stop: asyncio.Event) -> None:
    ticker = asyncio.create_task(beat())
    await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
