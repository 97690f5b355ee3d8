# unsafe
# left: ASL105:14, ASL105:19, ASL105:23, ASL105:27, ASL105:28, ASL105:29, ASL105:35, ASL105:38
"""Outside of async code, in generator expressions and lambdas, beside a plain manager."""
import asyncio
from collections.abc import AsyncIterator

lock = asyncio.Lock()


async def ticks(count: int) -> AsyncIterator[int]:
    yield count


with lock: print("module")


class Table:
    def clear(self) -> None:
        with lock:  # nobody waits here
            pass

    def rows(self) -> list[int]:
        return [tick for tick in ticks(3)]

    async def sums(self, counts: list[int]) -> object:
        return (
            sum(tick for tick in ticks(3)),
            list([tick for tick in ticks(count)] for count in counts),
            sorted(counts, key=lambda count: [tick for tick in ticks(count)]),
            [1 async for _ in ticks(3)],
        )

    async def load(self, path: str) -> str:
        class Row:
            values = [tick for tick in ticks(3)]

        async with lock:
            with open(path) as file, lock:  # noqa: ASL205
                return file.name
