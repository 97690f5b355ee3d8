"""Debug mode tells of the same slow step as the watchdog: once is enough, and the line is the one that blocks."""
# with: debug mode

import asyncio
import time


async def main() -> None:
    assert asyncio.get_running_loop().get_debug()
    await asyncio.sleep(0.05)
    time.sleep(0.25)  # expect: blocked
    await asyncio.sleep(0.05)


asyncio.run(main())
