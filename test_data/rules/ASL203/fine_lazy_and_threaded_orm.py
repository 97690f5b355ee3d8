"""What an ORM does in memory, and what a session does in a thread."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import redis
from pymongo import ASCENDING
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

T = TypeVar("T")
metadata = MetaData()
notes = Table("notes", metadata, Column("id", Integer, primary_key=True))
engine = create_engine("sqlite://")
make_session = sessionmaker(engine)
pool = ThreadPoolExecutor()


class Base(DeclarativeBase):
    pass


class Note(Base):
    __tablename__ = "note"
    id = Column(Integer, primary_key=True)

    def touch(self) -> None:
        self.id += 1


async def statements(limit: int) -> str:
    query = select(notes).where(notes.c.id > 3).order_by(notes.c.id).limit(limit)
    print(query.compile(), notes.columns.keys(), ASCENDING)
    return str(query)


async def memory(session: Session, note: Note) -> None:
    # only marks the object; nothing is sent before flush or commit
    session.add(note)
    session.add_all([note])
    session.expunge(note)
    note.touch()


async def errors(code: int) -> bool:
    try:
        if code:
            raise sqlite3.OperationalError("locked")
    except (sqlite3.Error, redis.RedisError):
        return False
    return True


def in_session(function: Callable[[Session], T]) -> T:
    with make_session() as session:
        result = function(session)
        session.commit()
        return result


def all_notes(session: Session) -> list[Note]:
    return list(session.scalars(select(Note)))


async def threaded() -> list[Note]:
    await asyncio.to_thread(in_session, lambda session: session.flush())
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, in_session, all_notes)
    return await asyncio.to_thread(in_session, all_notes)


class UnitOfWork:
    """Plain inside, entered in a thread only."""

    def __enter__(self) -> Session:
        self.session = make_session()
        self.session.begin()
        return self.session

    def __exit__(self, *exc: object) -> None:
        self.session.commit()
        self.session.close()


def save(note: Note) -> None:
    with UnitOfWork() as session:
        session.add(note)
        session.flush()


async def store(note: Note) -> None:
    await asyncio.to_thread(save, note)
