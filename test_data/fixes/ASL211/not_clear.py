# left: ASL211:16, ASL211:17, ASL211:18, ASL211:19, ASL211:20, ASL211:21, ASL211:22
"""Other arguments stand there, too, and nobody knows which function they are for."""

import asyncio
import threading
import time


def work(*numbers: int, **options: int) -> int:
    time.sleep(1)
    return sum(numbers) + len(options)


async def main(numbers: list[int]) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work(1), 2)
    await asyncio.to_thread(work(), factor=2)
    await loop.run_in_executor(None, work(1), *numbers)
    threading.Thread(target=work(1), args=(2,)).start()
    threading.Thread(target=work(), kwargs={"a": 2}).start()
    threading.Thread(None, work(1), "name").start()
    await asyncio.to_thread((work(1)))
