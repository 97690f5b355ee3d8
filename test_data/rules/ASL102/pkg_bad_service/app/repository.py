import asyncio


class Repository:
    async def add(self, row: dict[str, str]) -> int:
        await asyncio.sleep(0)
        return 1

    def add_many(self, rows: list[dict[str, str]]):
        return asyncio.gather(*(self.add(row) for row in rows))
