# left: ASL301:13
"""In the body of a class the task would become an attribute."""

import asyncio


async def poll() -> None:
    await asyncio.sleep(1)


class Poller:
    loop = asyncio.new_event_loop()
    loop.create_task(poll())
