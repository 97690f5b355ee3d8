"""A loop that logs all errors and goes on lets a cancellation pass."""

import asyncio
import traceback


async def consume(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            print(await queue.get())
        except asyncio.CancelledError:
            raise
        # whatever it is, the loop goes on
        except BaseException:
            traceback.print_exc()
            await asyncio.sleep(1)


async def consume_bare(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            print(await queue.get())
        except ValueError:
            break
        except asyncio.CancelledError:
            raise
        except:
            continue
