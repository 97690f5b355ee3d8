import contextlib
from collections.abc import AsyncIterator


class Session:
    async def __aenter__(self) -> "Session":
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None

    async def __aiter__(self) -> AsyncIterator[str]:
        yield "row"


@contextlib.asynccontextmanager
async def session() -> AsyncIterator[Session]:
    async with Session() as opened:
        yield opened
