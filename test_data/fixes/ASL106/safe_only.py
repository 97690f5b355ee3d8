# left: ASL106:11, ASL106:12
"""Where the coroutine is to run is the programmer's choice: never without being asked."""
import asyncio
import threading

async def refresh() -> None:
    print("refresh")


async def update() -> None:
    threading.Thread(target=refresh).start()
    await asyncio.to_thread(refresh)
