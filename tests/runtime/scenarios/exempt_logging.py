"""A log that is slow to take a line."""

import asyncio
import logging
import os
import tempfile
import threading
import time


def read(path: str) -> None:
    time.sleep(0.3)
    with open(path) as pipe:
        pipe.read()


async def main() -> None:
    await asyncio.sleep(0.05)
    logging.warning("to whom it may concern")  # expect: exempt
    await asyncio.sleep(0.05)


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "pipe")
    os.mkfifo(path)
    logging.getLogger().addHandler(logging.FileHandler(path, "w", delay=True))
    threading.Thread(target=read, args=(path,)).start()
    asyncio.run(main())
    logging.shutdown()
