"""A repository class with a plain connection, used by an async service."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass
class Note:
    id: int
    text: str


class NoteRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def add(self, text: str) -> int:
        with self.connection:
            cursor = self.connection.execute("insert into notes(text) values (?)", (text,))
        return cursor.lastrowid or 0

    def all(self) -> Iterator[Note]:
        for row in self.connection.execute("select id, text from notes"):
            yield Note(*row)

    def __len__(self) -> int:
        return len(list(self.all()))


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.commit()


def count(connection: sqlite3.Connection) -> int:
    cursor = connection.cursor()
    cursor.execute("select count(*) from notes")
    return int(cursor.fetchone()[0])


async def add_note(notes: NoteRepository, text: str) -> str:
    number = notes.add(text)  # expect: ASL203[likely]
    return f"note {number} of {len(notes)}"  # expect: ASL203[likely]


async def show(notes: NoteRepository) -> list[str]:
    return [note.text for note in notes.all()]  # expect: ASL203[likely]


async def save(connection: sqlite3.Connection) -> int:
    with transaction(connection) as opened:  # expect: ASL203
        print(opened.in_transaction)
    return count(connection)  # expect: ASL203


class Service:
    def __init__(self, path: str) -> None:
        self.notes = NoteRepository(sqlite3.connect(path))

    async def add(self, text: str) -> int:
        return self.notes.add(text)  # expect: ASL203[likely]
