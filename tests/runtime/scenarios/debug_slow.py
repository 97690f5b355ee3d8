"""A step that is slow by the program's own measure: debug mode knows the line after it."""
# with: debug mode, asyncio only

import asyncio
import time


async def main() -> None:
    asyncio.get_running_loop().slow_callback_duration = 0.02
    await asyncio.sleep(0.05)
    time.sleep(0.06)
    await asyncio.sleep(0.05)  # expect: slow-callback


asyncio.run(main())
