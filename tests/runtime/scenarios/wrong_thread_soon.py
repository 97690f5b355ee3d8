"""A thread hands the loop something to do at once. uvloop tells that only in debug mode."""
# with: asyncio only

import asyncio


def hurry(loop: asyncio.AbstractEventLoop, futures: "list[asyncio.Future[None]]") -> None:
    loop.call_soon(print)  # expect: wrong-thread
    futures[0].set_result(None)  # expect: wrong-thread
    futures[1].set_exception(ValueError())  # expect: wrong-thread
    futures[2].cancel()  # expect: wrong-thread


async def main() -> None:
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(3)]
    waiting = asyncio.gather(*futures, return_exceptions=True)
    await asyncio.to_thread(hurry, loop, futures)
    await waiting


asyncio.run(main())
