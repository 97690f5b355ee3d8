"""Loops that are run where none is running."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def fetch_sync(url: str) -> str:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(fetch(url))
    finally:
        loop.close()


def if_idle(url: str) -> "str | asyncio.Task[str]":
    loop = asyncio.get_event_loop()
    if loop.is_running():
        return loop.create_task(fetch(url))
    return loop.run_until_complete(fetch(url))


def if_not_running(url: str) -> str | None:
    loop = asyncio.get_event_loop()
    if not loop.is_running():
        return loop.run_until_complete(fetch(url))
    return None


def by_exception(url: str) -> str | None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.new_event_loop().run_until_complete(fetch(url))
    return None


async def handler(url: str) -> None:
    task = if_idle(url)
    print(task, if_not_running(url), by_exception(url))
    await asyncio.to_thread(fetch_sync, url)
    await asyncio.get_running_loop().run_in_executor(None, fetch_sync, url)


class LoopThread(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.loop = asyncio.new_event_loop()

    def run(self) -> None:
        self.loop.run_forever()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)


async def start_other_loop() -> LoopThread:
    thread = LoopThread()
    thread.start()
    other = asyncio.new_event_loop()
    threading.Thread(target=other.run_forever, daemon=True).start()
    await asyncio.to_thread(other.run_until_complete, fetch("/"))
    return thread


class Calendar:
    def run_until_complete(self, day: str) -> str:
        return day

    async def use(self, loop: "Calendar", unknown) -> None:
        self.run_until_complete("monday")
        loop.run_until_complete("tuesday")
        unknown.run_until_complete("wednesday")
        unknown.loop.run_forever()


def run(coroutine: Coroutine[Any, Any, str]) -> str:
    return asyncio.get_event_loop_policy().new_event_loop().run_until_complete(coroutine)


if __name__ == "__main__":
    print(run(fetch("/")), fetch_sync("/"))
    main_loop = asyncio.new_event_loop()
    main_loop.run_until_complete(handler("/"))
    main_loop.run_forever()
