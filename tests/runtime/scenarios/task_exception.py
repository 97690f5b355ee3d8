"""A task whose error nobody looks at."""

import asyncio


async def fail() -> None:
    raise ValueError("unseen")


async def main() -> None:
    task = asyncio.create_task(fail())  # expect: task-exception
    await asyncio.sleep(0.01)
    del task
    await asyncio.sleep(0.01)


asyncio.run(main())
