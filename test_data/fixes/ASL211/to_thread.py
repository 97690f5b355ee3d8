"""The function and its arguments are passed, not what the call returns."""

import asyncio
import shutil
import time
from collections.abc import Iterable


def work(*numbers: int, factor: int = 1, each: Iterable[int] = ()) -> int:
    time.sleep(1)
    return sum(numbers) * factor + sum(each)


def total(each: Iterable[int]) -> int:
    time.sleep(1)
    return sum(each)


async def main(numbers: list[int], options: dict[str, int]) -> None:
    await asyncio.to_thread(work())
    await asyncio.to_thread(work(1, 2))
    await asyncio.to_thread(work(1, factor=2), )
    await asyncio.to_thread(work(*numbers, **options))
    await asyncio.to_thread(total(number * 2 for number in numbers))
    await asyncio.to_thread(work( 1, 2 ))
    await asyncio.to_thread(
        shutil.make_archive(
            "backup",  # its name
            "zip",
            "folder",
        )
    )
    await asyncio.to_thread(work(
        1,
        2,
    ))
    await asyncio.to_thread(
        work(1,
            2)
    )
    results = [asyncio.to_thread(work(number,)) for number in numbers]
    await asyncio.gather(*results, asyncio.to_thread(work(len(numbers))))
