"""A timeout whose body goes on."""

import asyncio


async def main() -> None:
    async with asyncio.timeout(0.02):  # expect: timeout-swallowed
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            pass


asyncio.run(main())
