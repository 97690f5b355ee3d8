import asyncio
import threading

from cache import Lock, locks

lock = Lock()


async def read() -> None:
    async with lock, locks.Lock():
        await asyncio.to_thread(locks.write, "x")
    threading.Thread(target=locks.write, args=("y",)).start()
