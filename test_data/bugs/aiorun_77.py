# https://github.com/cjrh/aiorun/issues/77
# cancellation: a task answered its cancellation by beginning anew; the program waited for it for ever.

import asyncio


async def unstoppable() -> None:
    try:
        while True:
            await asyncio.sleep(0.1)
    except asyncio.CancelledError:  # expect: ASL501[likely]
        while True:
            await asyncio.sleep(0.1)


async def stoppable() -> None:
    try:
        while True:
            await asyncio.sleep(0.1)
    except asyncio.CancelledError:
        await asyncio.sleep(0.1)
        raise
