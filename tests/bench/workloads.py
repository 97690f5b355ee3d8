"""``python workloads.py NAME WATCHER LOOP``: does a piece of work in a loop, and prints the seconds of processor it took.

Only the work is counted: not the start of Python, nor what a watcher does before it. ``WATCHER`` is a tool that has to be begun
in the program itself, or ``none``.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

SWITCHES = 200_000
CLIENTS, MESSAGES = 100, 200
TASKS, BATCH = 30_000, 1_000
CALLS = 1_000_000


async def switch() -> None:
    """So many times, give way to the loop."""
    for _ in range(SWITCHES):
        await asyncio.sleep(0)


async def echo() -> None:
    """Clients and a server on the loopback, one message after the other."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
        writer.close()

    async def talk(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(MESSAGES):
            writer.write(b"x" * 100 + b"\n")
            await reader.readline()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(*(talk(port) for _ in range(CLIENTS)))
    server.close()


async def tasks() -> None:
    """Make tasks and wait for them."""

    async def nothing() -> None:
        await asyncio.sleep(0)

    for _ in range(TASKS // BATCH):
        await asyncio.gather(*(asyncio.create_task(nothing()) for _ in range(BATCH)))


async def calls() -> None:
    """Plain functions, called on the loop."""

    def nothing(value: int) -> int:
        return value

    for number in range(CALLS):
        nothing(number)


WORK: dict[str, Callable[[], Awaitable[None]]] = {"switch": switch, "echo": echo, "tasks": tasks, "calls": calls}


def begin(watcher: str) -> Any:
    """Begin what has to be begun before the loop; what has to be entered inside it is given back."""
    if watcher == "blockbuster":
        from blockbuster import BlockBuster

        BlockBuster().activate()
    elif watcher == "aiocop":
        import aiocop

        aiocop.patch_audit_functions()
        aiocop.start_blocking_io_detection()
        aiocop.detect_slow_tasks(threshold_ms=100)
        aiocop.activate()
    elif watcher == "pyleak":
        from pyleak import no_event_loop_blocking

        return no_event_loop_blocking(action="log", threshold=0.1)
    return contextlib.AsyncExitStack()


async def main(name: str, watcher: str) -> float:
    """The seconds of processor that the work took."""
    async with begin(watcher):
        start = time.process_time()
        await WORK[name]()
        return time.process_time() - start


if __name__ == "__main__":
    if sys.argv[3] == "uvloop":
        import uvloop

        uvloop.install()
    print(asyncio.run(main(sys.argv[1], sys.argv[2])))
