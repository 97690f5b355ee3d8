# unsafe
"""The helper opens a connection of its own, uses it and closes it: all that in one thread."""

import sqlite3
from contextlib import closing


def count(path: str, table: str = "names") -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]


async def show(path: str) -> None:
    print(count(path) + count(path, table="orders"))
