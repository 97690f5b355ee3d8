"""Somebody else's `apply`."""

import asyncio

from patches import apply

apply()


async def fetch() -> int:
    return 1


async def main() -> int:
    return asyncio.run(fetch())  # expect: ASL401
