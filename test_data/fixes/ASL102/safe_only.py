# left: ASL102:13
"""Perhaps the work was not wanted at all: never without being asked."""

import asyncio


async def render(page: str) -> str:
    await asyncio.sleep(0)
    return page


async def publish(page: str) -> str:
    html = render(page)
    return page
