# https://github.com/dustinblack/agent-dashboard/issues/114
# blocking: handlers of a socket server take a session out of the generator meant for a framework's dependencies.

import asyncio
from collections.abc import Iterator

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("sqlite:///./dashboard.db")
SessionLocal = sessionmaker(bind=engine)


def get_db() -> Iterator[Session]:
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


async def connect(sid: str) -> bool:
    db = next(get_db())
    row = db.execute(text("select id from agents where sid = :sid"), {"sid": sid}).first()  # missed: ASL203
    return row is not None


def _known(sid: str) -> bool:
    with SessionLocal() as db:
        return db.execute(text("select id from agents where sid = :sid"), {"sid": sid}).first() is not None


async def connect_mended(sid: str) -> bool:
    return await asyncio.to_thread(_known, sid)
