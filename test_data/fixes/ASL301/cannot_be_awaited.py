# unsafe
# settings: task-fix = "await"
# left: ASL301:15, ASL301:20, ASL301:21, ASL301:24
"""Plain functions cannot await; a context would be lost, and so would a comment."""

import asyncio
import contextvars


async def send(address: str) -> None:
    await asyncio.sleep(1)


def on_click(address: str) -> None:
    asyncio.get_running_loop().create_task(send(address))


async def sign_up(address: str) -> None:
    fresh = contextvars.copy_context()
    asyncio.create_task(send(address), context=fresh)
    asyncio.create_task(  # not awaited: the answer must not wait
        send(address),
    )
    asyncio.create_task(*[send(address)])
