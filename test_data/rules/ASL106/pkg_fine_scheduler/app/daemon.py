import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import app
from app import _async, rotate

pool = ThreadPoolExecutor(2)


def start() -> None:
    threading.Thread(target=app.cleanup).start()
    pool.submit(rotate, "access")


async def serve() -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, app.cleanup)
    await asyncio.gather(*map(_async.rotate, ["a", "b"]))
