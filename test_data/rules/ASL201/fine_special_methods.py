"""The same operators, on objects that answer from memory, or where nobody asks the object."""

import functools
import time
from collections.abc import Callable


class Row:
    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.number == other.number

    def __lt__(self, other: "Row") -> bool:
        return self.number < other.number

    def __str__(self) -> str:
        return str(self.number)

    def __repr__(self) -> str:
        time.sleep(0.1)
        return f"Row({self.number})"


class Slow:
    """Its operators block, and nobody on the loop uses them."""

    def __eq__(self, other: object) -> bool:
        time.sleep(0.1)
        return self is other

    def __bool__(self) -> bool:
        time.sleep(0.1)
        return True

    def __str__(self) -> str:
        time.sleep(0.1)
        return "slow"


class Counted:
    """Its truth is told by ``__bool__``, whatever ``__len__`` does."""

    def __len__(self) -> int:
        time.sleep(0.1)
        return 1

    def __bool__(self) -> bool:
        return True


def registered(function: Callable[[], None]) -> Callable[[], None]:
    return function


def slowly(function: Callable[[], None]) -> Callable[[], None]:
    time.sleep(0.1)
    return function


@slowly
def at_import() -> None:
    print("decorated where no loop runs")


async def compare(one: Row, other: Row) -> str:
    if one == other or one < other:
        return f"row {one}"
    return str(other)


async def identity(one: Slow | None, other: Slow) -> bool:
    if one is None or one is not other:
        return False
    return one is other


async def truth(rows: Counted) -> bool:
    return not rows


def compared_in_a_thread(one: Slow, other: Slow) -> str:
    return f"{one}" if one == other and one else ""


async def define() -> Callable[[], None]:
    @registered
    @functools.cache
    def report() -> None:
        print("done")

    return report
