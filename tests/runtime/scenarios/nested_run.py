"""Loops inside a loop."""

import asyncio


async def job() -> None:
    await asyncio.sleep(0)


async def main() -> None:
    try:
        asyncio.run(job())  # expect: nested-run, never-awaited
    except RuntimeError:
        pass
    loop = asyncio.new_event_loop()
    coroutine = job()
    try:
        loop.run_until_complete(coroutine)  # expect: nested-run
    except RuntimeError:
        coroutine.close()
    loop.close()


asyncio.run(main())
