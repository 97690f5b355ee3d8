#!/usr/bin/env python3
"""The file imports names, not modules, and goes on doing so."""

from __future__ import annotations

from asyncio import gather, run
from time import sleep


async def blink(times: int) -> None:
    for _ in range(times):
        sleep(0.5)


async def main() -> None:
    await gather(blink(3), blink(5))


if __name__ == "__main__":
    run(main())
