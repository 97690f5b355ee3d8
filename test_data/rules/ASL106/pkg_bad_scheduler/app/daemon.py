import asyncio
import threading as th
from concurrent import futures
from functools import partial

import app
from app.jobs import Reporter, rotate as rotate_logs

pool = futures.ThreadPoolExecutor(2)
reporter = Reporter()


def start() -> None:
    th.Thread(target=app.cleanup).start()  # expect: ASL106
    th.Thread(target=reporter.send).start()  # expect: ASL106
    pool.submit(rotate_logs, "access")  # expect: ASL106
    pool.submit(partial(app.rotate, "error"))  # expect: ASL106


async def serve() -> None:
    loop = asyncio.get_running_loop()
    loop.call_later(60, app.cleanup)  # expect: ASL106
    await loop.run_in_executor(pool, reporter.send)  # expect: ASL106
