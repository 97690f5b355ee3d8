"""What is handed over by reference runs elsewhere; the arguments are computed right here."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

pool = ThreadPoolExecutor()


def measure() -> int:
    time.sleep(1)
    return 3


def work(n: int) -> int:
    time.sleep(n)
    return n


async def main() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work, measure())  # expect: ASL201
    await loop.run_in_executor(pool, work, measure())  # expect: ASL201
    await loop.run_in_executor(None, partial(work, measure()))  # expect: ASL201
    pool.submit(work, n=measure())  # expect: ASL201
    threading.Thread(target=work, args=(measure(),)).start()  # expect: ASL201
    await asyncio.gather(
        asyncio.to_thread(work, 1),
        asyncio.to_thread(
            work,
            measure(),  # expect: ASL201
        ),
    )
    await asyncio.sleep(measure())  # expect: ASL201
    await asyncio.to_thread(lambda n=measure(): work(n))  # expect: ASL201
