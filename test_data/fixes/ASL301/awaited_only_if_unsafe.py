# settings: task-fix = "await"
# left: ASL301:12
"""To await changes what runs when: not without being asked."""

import asyncio

async def send(address: str) -> None:
    await asyncio.sleep(1)


async def sign_up(address: str) -> None:
    asyncio.create_task(send(address))
