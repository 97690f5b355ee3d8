# https://github.com/python/cpython/issues/121075
# loop already running: the documentation's example, tried in one thread: the result can only come when the wait is over.

import asyncio


async def main() -> None:
    loop = asyncio.get_running_loop()
    coro = asyncio.sleep(1, result=3)
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    assert future.result(3) == 3  # expect: ASL403


async def main_mended() -> None:
    loop = asyncio.get_running_loop()
    coro = asyncio.sleep(1, result=3)
    future = asyncio.run_coroutine_threadsafe(coro, loop)
    assert await asyncio.wrap_future(future) == 3
