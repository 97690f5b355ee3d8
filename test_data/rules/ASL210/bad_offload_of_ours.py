"""`offload` in the settings makes `offloading.run` a thing that wants a function."""

import offloading
from offloading import run


def build(rows: list[int]) -> dict[str, int]:
    return dict.fromkeys(map(str, rows), 0)


async def report(rows: list[int]) -> None:
    await run(build, rows)
    await offloading.run(build(rows))  # expect: ASL211
    await run(build(rows))  # expect: ASL211
