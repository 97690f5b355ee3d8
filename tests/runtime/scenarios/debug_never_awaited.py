"""In debug mode a coroutine knows the whole way to where it was made; the line is the program's own."""
# with: debug mode

import asyncio


async def job() -> None:
    await asyncio.sleep(0)


async def main() -> None:
    asyncio.sleep(1)  # expect: never-awaited
    job()  # expect: never-awaited


asyncio.run(main())
