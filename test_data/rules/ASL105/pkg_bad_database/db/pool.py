from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from .cursor import Cursor


class Pool:
    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        yield Connection()


class Connection:
    def cursor(self) -> Cursor:
        return Cursor([])


@contextlib.asynccontextmanager
async def acquire(pool: Pool) -> AsyncIterator[Connection]:
    async with pool.connection() as connection:
        yield connection
