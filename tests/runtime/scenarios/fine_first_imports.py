"""A slow start before the loop, and a loop that has nothing to do."""

import asyncio
import time

time.sleep(0.2)


async def main() -> None:
    await asyncio.sleep(0.5)


asyncio.run(main())
