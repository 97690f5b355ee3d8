import db
from db import aio, session
from db.aio import session as async_session


def plain() -> list[str]:
    with db.Session() as opened, session() as other:
        return [row for row in opened] + list(other)


async def asynchronous() -> list[str]:
    async with aio.Session() as opened, async_session() as other:
        return [row async for row in opened] + [row async for row in other]
