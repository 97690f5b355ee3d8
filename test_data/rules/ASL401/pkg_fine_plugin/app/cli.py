import asyncio

from . import run
from .sync import run as run_in_background


async def work(n: int) -> int:
    await asyncio.sleep(0)
    return n


def main() -> None:
    print(run(work(1)), run_in_background(work(2)))
    asyncio.run(amain())


async def amain() -> None:
    # waiting for the other loop is done in a thread
    print(await asyncio.to_thread(run, work(3)))
