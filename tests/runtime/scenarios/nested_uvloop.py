"""uvloop.run inside a loop."""
# with: uvloop

import asyncio

import uvloop


async def job() -> None:
    await asyncio.sleep(0)


async def main() -> None:
    coroutine = job()
    try:
        uvloop.run(coroutine)  # expect: nested-run
    except RuntimeError:
        coroutine.close()


asyncio.run(main())
