"""The future belongs to a loop in another thread: no deadlock, but this loop stands still while it waits."""

import asyncio
import threading

background = asyncio.new_event_loop()
threading.Thread(target=background.run_forever, daemon=True).start()


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> str:
    return asyncio.run_coroutine_threadsafe(fetch(url), background).result()  # expect: ASL206
