"""Coroutines that die unawaited: at once, and elsewhere than where they were made."""

import asyncio


async def job() -> None:
    await asyncio.sleep(0)


def make() -> list[object]:
    return [job()]  # expect: never-awaited


async def main() -> None:
    job()  # expect: never-awaited
    kept = make()
    await asyncio.sleep(0)
    kept.clear()


asyncio.run(main())
