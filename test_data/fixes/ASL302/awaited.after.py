# unsafe
# settings: task-fix = "await"
"""The user wants it awaited."""

import asyncio


async def audit(user: str) -> str:
    await asyncio.sleep(1)
    return user


async def log_in(user: str) -> str:
    audited = await audit(user)
    return f"welcome {user}"
