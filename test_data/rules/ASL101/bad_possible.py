"""One of the things the name can be is unknown: only for those who ask for `possible`."""

import asyncio

try:
    from speedups import compact
except ImportError:

    async def compact(data: bytes) -> bytes:
        await asyncio.sleep(0)
        return data.strip()


async def housekeeping(data: bytes) -> None:
    compact(data)  # expect: ASL101[possible]
    asyncio.sleep(1)  # expect: ASL101
