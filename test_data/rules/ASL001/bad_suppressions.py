"""Comments that silence nothing, or name what is no rule."""

import asyncio
import time


async def nothing_to_silence() -> None:
    await asyncio.sleep(1)  # asynclint: ignore[ASL201] the clock is fake  # expect: ASL001


async def another_code() -> None:
    time.sleep(1)  # asynclint: ignore[ASL301] wrong number  # expect: ASL001, ASL201


async def one_of_two() -> None:
    time.sleep(1)  # asynclint: ignore[ASL201, ASL301]  # expect: ASL001


async def no_such_rule() -> None:
    time.sleep(1)  # asynclint: ignore[ASL999]  # expect: ASL001, ASL201


async def no_such_name() -> None:
    time.sleep(1)  # asynclint: ignore[blocking-sleeps]  # expect: ASL001, ASL201


async def everything_of_nothing() -> None:
    await asyncio.sleep(1)  # asynclint: ignore  # expect: ASL001


def not_on_the_loop() -> None:
    time.sleep(1)  # asynclint: ignore[blocking-sleep]  # expect: ASL001


async def the_line_above() -> None:
    # asynclint: ignore[ASL201] speaks for this line only  # expect: ASL001
    time.sleep(1)  # expect: ASL201


# asynclint: ignore[ASL2]  # expect: ASL001
