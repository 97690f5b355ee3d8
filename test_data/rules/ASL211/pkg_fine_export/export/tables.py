from __future__ import annotations

from collections.abc import Callable
from functools import partial


class Table:
    def render(self) -> str:
        return "a,b"

    @property
    def renderer(self) -> Callable[[], str]:
        return self.render


def writer(table: Table) -> Callable[[str], int]:
    return partial(write_csv, table)


def write_csv(table: Table, name: str) -> int:
    return len(table.render() + name)
