"""Debug mode forbids what it is called from the wrong thread; it is told all the same. Here the program has put it on by itself."""

import asyncio


def hurry(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.call_soon(print)  # expect: wrong-thread
    except RuntimeError:
        pass


async def main() -> None:
    await asyncio.to_thread(hurry, asyncio.get_running_loop())


asyncio.run(main(), debug=True)
