"""The function is called on the loop, and its result is what the thread is told to call."""

import asyncio
import threading
import time
from concurrent.futures import Executor


class Report:
    def __init__(self) -> None:
        self.rows: list[int] = []

    def build(self) -> dict[str, int]:
        return dict.fromkeys(map(str, self.rows), 0)

    def save(self) -> None:
        print(self.rows)


def load(name: str = "") -> list[int]:
    return [len(name)]


def tidy() -> None:
    print("tidy")


def wait_long() -> None:
    time.sleep(10)


async def use(report: Report, pool: Executor) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(load("x"))  # expect: ASL211
    await asyncio.to_thread(report.build())  # expect: ASL211
    await asyncio.to_thread(tidy())  # expect: ASL211
    await loop.run_in_executor(None, load("x"))  # expect: ASL211
    await loop.run_in_executor(pool, report.save())  # expect: ASL211
    pool.submit(tidy())  # expect: ASL211
    threading.Thread(target=tidy()).start()  # expect: ASL211
    threading.Thread(name="x", target=report.save(), daemon=True).start()  # expect: ASL211
    threading.Timer(3, tidy()).start()  # expect: ASL211


async def blocking_too() -> None:
    # one mistake, one finding: the sleep is on the loop because of the parentheses
    await asyncio.to_thread(wait_long())  # expect: ASL211
    await asyncio.to_thread(time.sleep(3))  # expect: ASL211


def from_plain_code() -> None:
    threading.Thread(target=wait_long()).start()  # expect: ASL211
