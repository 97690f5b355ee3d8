"""Python calls these methods itself: for a comparison, in an f-string, where the truth is asked for, at a decorator."""

import time
from collections.abc import Callable


class Row:
    def __init__(self, number: int) -> None:
        self.number = number

    def load(self) -> int:
        time.sleep(0.1)
        return self.number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.load() == other.number

    def __lt__(self, other: "Row") -> bool:
        return self.load() < other.number

    def __str__(self) -> str:
        return str(self.load())


class Rows:
    def __init__(self) -> None:
        self.rows: list[int] = []

    def refresh(self) -> None:
        time.sleep(0.1)

    def __len__(self) -> int:
        self.refresh()
        return len(self.rows)


def registered(function: Callable[[], None]) -> Callable[[], None]:
    time.sleep(0.1)
    return function


async def compare(one: Row, other: Row) -> bool:
    if one == other:  # expect: ASL201[likely]
        return True
    return one < other  # expect: ASL201


async def tell(row: Row) -> str:
    return f"row {row}, shown {row!r}"  # expect: ASL201


async def ask(rows: Rows, limit: int) -> bool:
    if rows:  # expect: ASL201
        return True
    while not rows:  # expect: ASL201
        limit -= 1
    assert rows, "nothing there"  # expect: ASL201
    if limit > 0 and rows:  # expect: ASL201
        return False
    return rows and limit > 0  # expect: ASL201


async def choose(rows: Rows) -> list[str]:
    return [name for name in ("a", "b") if rows]  # expect: ASL201


async def define() -> Callable[[], None]:
    @registered  # expect: ASL201
    def report() -> None:
        print("done")

    return report
