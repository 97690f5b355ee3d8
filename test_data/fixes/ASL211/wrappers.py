# left: ASL211:13
"""`sync_to_async` makes a function: its result would have to be called."""

import time
from asgiref.sync import sync_to_async


def work(number: int) -> int:
    time.sleep(1); return number


async def main() -> None:
    await sync_to_async(work(1))
