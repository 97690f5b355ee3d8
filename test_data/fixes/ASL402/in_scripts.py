# unsafe
"""Plain code that owns its loop, before any is running."""

import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def main(url: str) -> str:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(fetch(url))
    finally:
        loop.close()


async def in_thread(url: str) -> str:
    return await asyncio.to_thread(main, url)


if __name__ == "__main__":
    print(main("/"))
