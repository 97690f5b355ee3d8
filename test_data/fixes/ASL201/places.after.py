"""Everywhere an expression may stand that may wait."""

import asyncio
from collections.abc import Callable


async def expressions(delays: list[float], later: Callable[[], None] = lambda: None) -> list[None]:
    done = [await asyncio.sleep(delay) for delay in delays if delay]
    print(f"{await asyncio.sleep(0.1)!r:>{10}}", await asyncio.sleep(1))
    print(f"waited {'a second' if await asyncio.sleep(1) is None else ''}")
    if (nothing := await asyncio.sleep(0.2)) is not None or not await asyncio.sleep(1):
        return [nothing]
    assert 0 <= len(done) < 5 != await asyncio.sleep(0.1)
    match await asyncio.sleep(0.2):
        case None if await asyncio.sleep(0.3) is None:
            pass
    await asyncio.sleep(
        0.5  # half a second
        * len(delays),
    )
    await asyncio.sleep(0.5)
    await asyncio.sleep(0); await asyncio.sleep(0.1)
    return done


class Poller:
    @staticmethod
    async def run() -> None:
        while True:
            await asyncio.sleep(1)
