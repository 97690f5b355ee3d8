"""Only names are imported from trio, and from time."""

from time import sleep

from trio import Nursery, open_nursery


async def worker(number: int) -> None:
    sleep(number / 10)


async def main() -> None:
    async with open_nursery() as nursery:
        start(nursery)


def start(nursery: Nursery) -> None:
    for number in range(3):
        nursery.start_soon(worker, number)
