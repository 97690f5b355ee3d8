"""After `nest_asyncio.apply()` a loop may be run inside another one; `apply` of something else changes nothing."""

import asyncio

import nest_asyncio

nest_asyncio.apply()


async def fetch() -> int:
    return 1


async def main() -> int:
    return asyncio.run(fetch())


def fetched() -> int:
    return asyncio.get_event_loop().run_until_complete(fetch())


async def through_a_helper() -> int:
    return fetched()
