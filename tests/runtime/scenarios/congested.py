"""Many short steps, none of them to blame."""
# expect: congested

import asyncio
import time


async def step() -> None:
    time.sleep(0.004)


async def main() -> None:
    await asyncio.sleep(0.05)
    await asyncio.gather(*(step() for _ in range(100)))
    await asyncio.sleep(0.05)


asyncio.run(main())
