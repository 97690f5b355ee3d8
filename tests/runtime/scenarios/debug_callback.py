"""A coroutine function as a callback, which debug mode refuses."""
# with: debug mode, asyncio only

import asyncio


async def job() -> None:
    pass


async def main() -> None:
    loop = asyncio.get_running_loop()
    try:
        loop.call_soon(job)  # expect: debug
    except TypeError:
        pass


asyncio.run(main())
