import export
from export import write_csv
from export.threads import in_thread


async def download(table: export.Table) -> None:
    await in_thread(write_csv(table, "x"))  # expect: ASL211
    await in_thread(table.render())  # expect: ASL211
    await in_thread(export.write_csv(table, "y"))  # expect: ASL211
