# left: ASL201:8
"""A name for the argument is one that `time.sleep` does not take: the program is wrong in another way."""

import time


async def wait() -> None:
    time.sleep(secs=1)
