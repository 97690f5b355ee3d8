"""Async drivers, and plain ones in a thread."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import aiosqlite
import asyncpg
import redis.asyncio as aioredis
from motor.motor_asyncio import AsyncIOMotorClient
from redis.asyncio import Redis
from sqlalchemy import create_engine, select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/app")
plain_engine = create_engine("sqlite://")
database = ThreadPoolExecutor(max_workers=1)
mongo = AsyncIOMotorClient()


def count(path: str) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("select count(*) from notes").fetchone()[0])


async def in_a_thread(path: str, connection: sqlite3.Connection) -> int:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(database, connection.execute, "select 1")
    await loop.run_in_executor(database, connection.commit)
    await asyncio.to_thread(lambda: connection.execute("select 1").fetchall())
    return await asyncio.to_thread(count, path)


async def async_drivers(cache: Redis, session: AsyncSession) -> None:
    async with aiosqlite.connect("notes.db") as connection:
        await connection.execute("select 1")
    pool = await asyncpg.create_pool("postgresql://localhost")
    await pool.execute("select 1")
    await cache.get("key")
    other = aioredis.Redis()
    await other.set("key", "1")
    await session.execute(text("select 1"))
    await session.commit()
    async with engine.begin() as begun:
        await begun.execute(text("select 1"))
    await mongo.app.users.find_one({"name": "ada"})


async def building_queries(names: list[str]) -> str:
    # making a statement, a cursor or a pipeline object is no round trip
    statement = select(text("1")).where(text("a = 1")).limit(3)
    return str(statement) + ",".join(names)


async def properties(connection: sqlite3.Connection) -> bool:
    connection.row_factory = sqlite3.Row
    connection.interrupt()
    return connection.in_transaction or connection.total_changes > 3


class Repository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.cache = aioredis.Redis()

    async def get(self, key: str) -> object:
        found = await self.cache.get(key)
        if found is None:
            found = await self.session.scalar(select(text(key)))
        return found


def migrate(path: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("alter table notes add column seen")
    connection.commit()
    with plain_engine.begin() as begun:
        begun.execute(text("select 1"))


if __name__ == "__main__":
    migrate("notes.db")
    asyncio.run(properties(sqlite3.connect("notes.db")))
