"""A thin layer over sqlite, shared by the command line and (alas) by the web application."""

import sqlite3
from contextlib import contextmanager
from functools import cache
from typing import Any, Iterator


@cache
def database(path: str = "orders.db") -> sqlite3.Connection:
    return sqlite3.connect(path, check_same_thread=False)


def query(sql: str, *args: Any) -> list[tuple[Any, ...]]:
    return database().execute(sql, args).fetchall()


@contextmanager
def begin() -> Iterator[sqlite3.Connection]:
    connection = database()
    connection.execute("begin")
    yield connection
    connection.commit()
