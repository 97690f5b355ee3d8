"""Two clocks behind one name: the plain one for scripts, the async one for services."""

import asyncio
import time


def tick() -> None:
    time.sleep(0.1)


async def atick() -> None:
    await asyncio.sleep(0.1)


class Clock:
    def tick(self) -> None:
        tick()

    async def atick(self) -> None:
        await asyncio.to_thread(self.tick)
