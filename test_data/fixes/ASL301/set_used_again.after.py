"""The module keeps its tasks in a set already: a new one goes there, too."""

import asyncio
from typing import Any

running: set[asyncio.Task[Any]] = set()


async def ping(host: str) -> None:
    await asyncio.sleep(1)


def watch(host: str) -> None:
    kept = asyncio.get_running_loop().create_task(ping(host))
    running.add(kept)
    kept.add_done_callback(running.discard)


async def main() -> None:
    watch("one")
    task = asyncio.create_task(ping("two"))
    running.add(task)
    task.add_done_callback(running.discard)
