"""Locals that hold something else than a task of the loop."""

import asyncio
from concurrent.futures import Executor


class Board:
    def create_task(self, title: str) -> str:
        return title


class Supervisor:
    def __init__(self) -> None:
        self.running: set["asyncio.Task[None]"] = set()

    def create_task(self, name: str) -> "asyncio.Task[None]":
        task = asyncio.create_task(work(name))
        self.running.add(task)
        return task


async def work(name: str) -> None:
    await asyncio.sleep(0)


async def use(board: Board, supervisor: Supervisor, pool: Executor, unknown) -> None:
    task = board.create_task("wash up")
    kept = supervisor.create_task("dry")
    other = unknown.create_task("x")
    future = pool.submit(print, "x")
    running = asyncio.get_running_loop().run_in_executor(pool, print, "x")
    current = asyncio.current_task()
    handle = asyncio.get_running_loop().call_later(3, print, "x")


async def shadowed(asyncio: Board) -> None:
    task = asyncio.create_task("x")


# the name of a module lives as long as the program
loop = asyncio.new_event_loop()
TICKER = loop.create_task(work("ticker"))
