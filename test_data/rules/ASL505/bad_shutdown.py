"""The handler means the task it has just cancelled, but cannot tell it from a cancellation of its own."""

import asyncio
import contextlib
from asyncio import CancelledError
from contextlib import suppress


async def stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:  # expect: ASL505
        pass


async def stop_with_timeout(task: asyncio.Task[None]) -> None:
    if not task.done():
        task.cancel("shutting down")
        try:
            await asyncio.wait_for(task, 5)
        except (asyncio.CancelledError, TimeoutError):  # expect: ASL505
            pass


async def stop_many(tasks: "list[asyncio.Task[None]]") -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        try:
            await task
        except CancelledError:  # expect: ASL505
            pass


async def gather_many(tasks: "set[asyncio.Task[None]]") -> None:
    for task in list(tasks):
        task.cancel()
    with suppress(asyncio.CancelledError):  # expect: ASL505
        await asyncio.gather(*tasks)
    tasks.clear()


async def race(first: asyncio.Task[str], second: asyncio.Task[str]) -> str:
    done, pending = await asyncio.wait({first, second}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):  # expect: ASL505
            await task
    return done.pop().result()


async def nothing_else_can_arrive(tasks: "list[asyncio.Task[None]]") -> None:
    for task in tasks:
        task.cancel()
    try:
        await asyncio.gather(*tasks, return_exceptions=True)
    except asyncio.CancelledError:  # expect: ASL505
        pass


class Client:
    def __init__(self) -> None:
        self._reader: asyncio.Task[None] | None = None
        self._writer: asyncio.Task[None] | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def close(self) -> None:
        if self._reader:
            self._reader.cancel()
            try:
                await self._reader
            except BaseException:  # expect: ASL505
                pass
            self._reader = None

    async def close_swapped(self) -> None:
        task, self._writer = self._writer, None
        if task is not None:
            task.cancel()
            try:
                await asyncio.shield(task)
            except asyncio.CancelledError:  # expect: ASL505
                pass

    async def close_walrus(self) -> None:
        if (task := self._writer) is not None:
            task.cancel()
            self._writer = None
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):  # expect: ASL505
                await task

    async def close_both(self) -> None:
        for task in (self._reader, self._writer):
            if task is not None:
                task.cancel()
        if self._reader is None or self._writer is None:
            return
        try:
            async with asyncio.timeout(5):
                await asyncio.gather(self._reader, self._writer)
        except (asyncio.CancelledError, TimeoutError):  # expect: ASL505
            pass

    async def close_named(self, name: str) -> None:
        task = self._tasks.pop(name)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:  # expect: ASL505
            pass

    async def close_all(self) -> None:
        cancelled = []
        for name, task in self._tasks.items():
            if name != "main":
                task.cancel()
                cancelled.append(task)
        for task in cancelled:
            try:
                await task
            except asyncio.CancelledError:  # expect: ASL505
                continue


async def cancelled_children(tasks: "list[asyncio.Task[None]]") -> None:
    while tasks:
        task = tasks.pop()
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:  # expect: ASL505
            pass
