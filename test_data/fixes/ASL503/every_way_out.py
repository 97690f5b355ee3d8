# unsafe
# settings: min-confidence = "possible"
"""Every way out of the handler raises, and the loop inside of it stays a loop."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


async def consume(queue: asyncio.Queue[str], tries: int) -> int:
    while True:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            tries -= 1
            if tries < 0:
                return tries
            while tries > 10:
                tries -= 1
                if tries == 12:
                    continue
                if tries == 11:
                    break
            if tries:
                continue
            print("once more")
    return tries
