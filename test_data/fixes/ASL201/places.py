"""Everywhere an expression may stand that may wait."""

import asyncio
import time
from collections.abc import Callable


async def expressions(delays: list[float], later: Callable[[], None] = lambda: None) -> list[None]:
    done = [time.sleep(delay) for delay in delays if delay]
    print(f"{time.sleep(0.1)!r:>{10}}", (time.sleep)(1))
    print(f"waited {'a second' if time.sleep(1) is None else ''}")
    if (nothing := time.sleep(0.2)) is not None or not time.sleep(1):
        return [nothing]
    assert 0 <= len(done) < 5 != time.sleep(0.1)
    match time.sleep(0.2):
        case None if time.sleep(0.3) is None:
            pass
    time.sleep(
        0.5  # half a second
        * len(delays),
    )
    time \
        .sleep(0.5)
    await asyncio.sleep(0); time.sleep(0.1)
    return done


class Poller:
    @staticmethod
    async def run() -> None:
        while True:
            time.sleep(1)
