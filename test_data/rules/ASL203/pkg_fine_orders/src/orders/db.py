"""The database has a thread of its own; nothing but `run` touches it."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_thread = ThreadPoolExecutor(1, "database")


def connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path)


def query(connection: sqlite3.Connection, sql: str) -> list[tuple[str, ...]]:
    return connection.execute(sql).fetchall()


async def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_thread, partial(function, *args, **kwargs))
