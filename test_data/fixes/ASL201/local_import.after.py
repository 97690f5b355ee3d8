"""What a function imports for itself serves it, and is left alone."""

import asyncio


async def backoff(attempt: int) -> None:
    import asyncio as aio
    import time

    await aio.sleep(attempt)
    await aio.sleep(0)


async def other() -> None:
    import time

    await asyncio.sleep(1)


class Worker:
    import asyncio as hidden

    async def work(self) -> None:
        from time import sleep

        await asyncio.sleep(1)
