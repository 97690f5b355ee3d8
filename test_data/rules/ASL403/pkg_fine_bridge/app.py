import asyncio
import threading

from bridge import call


async def fetch(url: str) -> str:
    return url


def worker(loop: asyncio.AbstractEventLoop) -> None:
    print(call(fetch("/"), loop))


async def handler(url: str) -> str:
    loop = asyncio.get_running_loop()
    threading.Thread(target=worker, args=(loop,)).start()
    return await asyncio.to_thread(call, fetch(url), loop)
