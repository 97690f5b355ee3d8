# unsafe
"""The file is written for anyio; only one function asks asyncio for something."""

import threading

import anyio


def uses_uvloop() -> bool:
    import asyncio

    return "uvloop" in type(asyncio.get_event_loop_policy()).__module__


async def serve(thread: threading.Thread) -> None:
    await anyio.sleep(1)
    await anyio.to_thread.run_sync(thread.join)
