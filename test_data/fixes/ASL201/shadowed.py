# left: ASL201:8, ASL201:15
"""Where `asyncio` is something else, it cannot be called."""

import time


async def report(asyncio: str) -> None:
    time.sleep(1)
    print(asyncio)


class Simulation:
    async def step(self) -> None:
        asyncio = self
        time.sleep(0.1)
        print(asyncio)
