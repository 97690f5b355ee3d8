"""The script itself goes on with `asyncio.run`; and code that asks for a loop first, or runs in a thread of its own."""
import asyncio
import threading


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def handler(url: str) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(fetch(url))
    threading.Thread(target=lambda: asyncio.run(fetch(url))).start()
    await asyncio.to_thread(asyncio.run, fetch(url))


async def shadowed(asyncio: object, url: str) -> None:
    asyncio.run(fetch(url))


if __name__ == "__main__":
    asyncio.run(handler("/"))
