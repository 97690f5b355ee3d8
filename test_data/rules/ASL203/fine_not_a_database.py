"""`execute`, `commit`, `cursor`, `get`, `find` on things that are no database."""

import asyncio
from collections.abc import Callable
from unittest.mock import AsyncMock, MagicMock


class Command:
    def execute(self, text: str) -> str:
        return text

    def commit(self) -> None:
        print("committed")


class Editor:
    def __init__(self) -> None:
        self.cursor = 0
        self.history: list[Command] = []
        self.session = Command()

    async def run(self, command: Command) -> None:
        command.execute("move")
        command.commit()
        self.session.execute("x")
        self.session.commit()
        for past in self.history:
            past.execute("again")


async def shadows(redis: dict[str, str], connection, session, psycopg2: Callable[[], None]) -> None:
    redis.get("key")
    connection.execute("select 1")
    session.commit()
    session.query("x").all()
    psycopg2()


async def local(name: str) -> None:
    sqlite3 = Command()
    sqlite3.execute(name)
    collection = [name]
    collection.count(name)
    name.find("x")


async def tests() -> None:
    session = AsyncMock()
    await session.execute("select 1")
    connection = MagicMock()
    connection.execute("select 1")
    connection.commit.assert_called_once()
    await asyncio.sleep(0)
