from asyncio import to_thread

import export
from export.tables import write_csv


async def download(table: export.Table) -> None:
    await to_thread(export.writer(table), "x")
    await to_thread(table.renderer)
    await to_thread(write_csv, table, table.render())
