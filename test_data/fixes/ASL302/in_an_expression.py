# left: ASL302:12, ASL302:16, ASL302:16, ASL302:21
"""The task is one of several things that the statement binds, or one of two."""

import asyncio


async def audit(user: str) -> None:
    await asyncio.sleep(1)


def log_in(user: str) -> None:
    (task := asyncio.get_running_loop().create_task(audit(user)))


async def log_both_in(one: str, two: str) -> None:
    first, second = asyncio.create_task(audit(one)), asyncio.create_task(audit(two))
    print("started")


async def log_perhaps_in(user: str) -> None:
    task = asyncio.create_task(audit(user)) if user else None
