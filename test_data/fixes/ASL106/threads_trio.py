# unsafe
# left: ASL106:12
"""A coroutine of Trio is nothing for `asyncio.run`."""
import threading

import trio


async def refresh() -> None:
    await trio.sleep(1)

threading.Thread(target=refresh).start()
