"""Kept in a local first. The missing `await` belongs to the call that made the coroutine."""

import asyncio


class Session:
    def __init__(self) -> None:
        self.rows = [1, 2, 3]

    async def fetch(self, query: str) -> list[int]:
        await asyncio.sleep(0)
        return self.rows


async def report(session: Session) -> int:
    rows = session.fetch("all")  # expect: ASL104
    return rows[0]


async def listing(session: Session) -> list[int]:
    rows = session.fetch("all")  # expect: ASL104
    return [row for row in rows]


async def counted(session: Session) -> str:
    rows = session.fetch("all")  # expect: ASL104
    return f"{len(rows)} rows"


async def appended(session: Session) -> list[int]:
    rows = session.fetch("all")  # expect: ASL104
    rows.append(4)
    rows.sort()
    return rows


async def handed_on_all_the_same(session: Session) -> list[int]:
    rows = session.fetch("all")  # expect: ASL104
    first, *others = rows
    print(first, others)
    return rows


async def named_in_an_expression(session: Session) -> list[int]:
    if (rows := session.fetch("all"))[0] and [1, *rows]:  # expect: ASL104
        return rows
    return []
