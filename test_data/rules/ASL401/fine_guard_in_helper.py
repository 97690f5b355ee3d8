"""The question whether a loop is running has a function of its own."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def by_helper(url: str) -> str:
    if running():
        raise RuntimeError("await fetch() instead")
    return asyncio.run(fetch(url))


async def handler(url: str) -> None:
    if not running():
        # never: a coroutine is always inside a running loop
        asyncio.run(fetch(url))
    print(by_helper(url))
