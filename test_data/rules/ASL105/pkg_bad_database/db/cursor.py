class Cursor:
    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        self.rows = rows

    async def __aenter__(self) -> "Cursor":
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.rows.clear()

    def __aiter__(self) -> "Cursor":
        return self

    async def __anext__(self) -> tuple[str, ...]:
        if not self.rows:
            raise StopAsyncIteration
        return self.rows.pop()
