# left: ASL301:12
"""`_` is read further down, so it cannot be renamed in one place."""

import asyncio


async def poll() -> None:
    await asyncio.sleep(1)


async def main() -> None:
    _ = asyncio.create_task(poll())
    print(_)
