"""Database drivers used straight from a coroutine."""

import sqlite3

import psycopg2
import redis
from pymongo import MongoClient
from pymongo.collection import Collection
from redis import Redis as Cache
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

engine = create_engine("postgresql://localhost/app")
cache = redis.Redis()
notes = sqlite3.connect("notes.db")


async def sqlite(connection: sqlite3.Connection, cursor: sqlite3.Cursor) -> None:
    connection.execute("create table t (a)")  # expect: ASL203
    connection.executemany("insert into t values (?)", [(1,), (2,)])  # expect: ASL203
    connection.executescript("vacuum")  # expect: ASL203
    connection.commit()  # expect: ASL203
    cursor.execute("select a from t")  # expect: ASL203
    notes.execute("select 1")  # expect: ASL203
    own = connection.cursor()
    own.execute("select 1")  # expect: ASL203


async def postgres(dsn: str) -> None:
    connection = psycopg2.connect(dsn)  # expect: ASL203
    with connection.cursor() as cursor:
        cursor.execute("select 1")  # expect: ASL203
    connection.commit()  # expect: ASL203


async def key_value(key: str, other: Cache) -> None:
    cache.set(key, "1", ex=60)  # expect: ASL203
    other.get(key)  # expect: ASL203
    local = redis.Redis(host="cache")
    local.hgetall(key)  # expect: ASL203
    local.ping()  # expect: ASL203


async def documents(users: Collection, client: MongoClient) -> None:
    users.find_one({"name": "ada"})  # expect: ASL203
    users.insert_one({"name": "bob"})  # expect: ASL203
    users.update_many({}, {"$set": {"seen": True}})  # expect: ASL203
    client.server_info()  # expect: ASL203


async def orm(session: Session, name: str) -> None:
    session.execute(text("select 1"))  # expect: ASL203
    session.commit()  # expect: ASL203
    session.flush()  # expect: ASL203
    session.rollback()  # expect: ASL203


async def own_session(name: str) -> None:
    with Session(engine) as session:
        session.execute(text("select 1"))  # expect: ASL203
        session.commit()  # expect: ASL203
