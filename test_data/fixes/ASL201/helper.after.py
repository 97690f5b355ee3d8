# unsafe
"""A helper that sleeps is offloaded as a whole; its own sleep is right in a thread."""

import asyncio
import time


def settle(rounds: int, *, pause: float = 0.1) -> int:
    for _ in range(rounds):
        time.sleep(pause)
    return rounds


async def drain(rounds: int) -> int:
    return await asyncio.to_thread(settle, rounds, pause=0.5) + await asyncio.to_thread(settle, rounds=2)
