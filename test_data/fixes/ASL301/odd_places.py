"""Statements in odd places: behind a backslash, in parentheses, and behind a form feed."""

import asyncio; import os


async def poll() -> None:
    await asyncio.sleep(1)


async def main(often: bool) -> None:
    _ = \
        asyncio.create_task(poll())
    (
        asyncio.create_task(poll())  # in parentheses
    )
    try: asyncio.create_task(poll())
    finally: print(os.name)
    if often: pass
    else: asyncio.create_task(poll());
