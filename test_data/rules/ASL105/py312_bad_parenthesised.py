"""In generic code (PEP 695) and between nested quotes (PEP 701)."""

from collections.abc import AsyncIterator
from typing import Self


class Cursor[T]:
    def __init__(self, rows: list[T]) -> None:
        self.rows = rows

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.rows.clear()

    async def walk(self) -> AsyncIterator[T]:
        for row in self.rows:
            yield row


async def dump[T](cursor: Cursor[T], names: dict[str, str]) -> str:
    with cursor:  # expect: ASL105
        print("never printed")
    for row in cursor.walk():  # expect: ASL105
        print(row)
    return f"{names["a"]} {[row for row in cursor.walk()]}"  # expect: ASL105
