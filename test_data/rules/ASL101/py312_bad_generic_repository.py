"""PEP 695 and PEP 701 syntax must not hide a mistake."""

import asyncio

type Row = dict[str, str]


class Repository[T]:
    def __init__(self) -> None:
        self.rows: list[T] = []

    async def add(self, row: T) -> None:
        await asyncio.sleep(0)
        self.rows.append(row)


async def log[T](value: T) -> T:
    await asyncio.sleep(0)
    return value


async def load(row: Row) -> str:
    repository = Repository[Row]()
    repository.add(row)  # expect: ASL101
    log(row)  # expect: ASL101
    return f"loaded {row["name"]} as {f"{row["kind"]!r}"}"
