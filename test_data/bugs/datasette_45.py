# https://github.com/simonw/datasette/issues/45
# blocking: every page ran its SQL on the event loop, through a connection kept in a dict of the view.

import asyncio
import sqlite3


class BaseView:
    def __init__(self) -> None:
        self.connections: dict[str, sqlite3.Connection] = {}

    def connection(self, name: str) -> sqlite3.Connection:
        if name not in self.connections:
            self.connections[name] = sqlite3.connect(f"file:{name}.db?mode=ro", uri=True, check_same_thread=False)
        return self.connections[name]

    def execute(self, name: str, sql: str) -> list[tuple[object, ...]]:
        return self.connection(name).execute(sql).fetchall()


class TableView(BaseView):
    async def get(self, name: str, table: str) -> list[tuple[object, ...]]:
        return self.execute(name, f"select * from [{table}] limit 20")  # expect: ASL203

    async def get_mended(self, name: str, table: str) -> list[tuple[object, ...]]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, self.execute, name, f"select * from [{table}] limit 20")
