"""A task that nobody keeps, while it waits for what nobody else knows."""

import asyncio


async def wait() -> None:
    await asyncio.Future()


async def main() -> None:
    asyncio.create_task(wait())  # expect: task-dropped, task-destroyed
    await asyncio.sleep(0.05)
    import gc

    gc.collect()


asyncio.run(main())
