"""Timeouts that are taken for what they are, one inside another, and some that clean up first."""

import asyncio


async def slow() -> None:
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(0.01)


async def nested() -> None:
    try:
        async with asyncio.timeout(0.05):
            try:
                async with asyncio.timeout(0.01) as inner:
                    await slow()
            except TimeoutError:
                assert inner.expired()
            await slow()
    except TimeoutError:
        pass


async def in_time() -> None:
    async with asyncio.timeout(0.01) as limit:
        limit.reschedule(None)
        await asyncio.sleep(0.02)
    await asyncio.wait_for(asyncio.sleep(0.01), 1)


async def main() -> None:
    await asyncio.gather(nested(), in_time())
    for _ in range(3):
        try:
            await asyncio.wait_for(slow(), 0.01)
        except TimeoutError:
            pass
    await asyncio.wait({asyncio.ensure_future(slow())}, timeout=0.01)


asyncio.run(main())
