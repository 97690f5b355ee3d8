# left: ASL201:10, ASL201:11, ASL201:12
"""Only the plain form has a plain equivalent."""

import time


async def wait(options: dict[str, float], delays: list[float]) -> None:
    sleep = time.sleep
    print("waiting")
    time.sleep(*delays)
    time.sleep(**options)
    sleep(*[1])
