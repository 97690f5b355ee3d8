"""A set of the module that keeps the tasks of other functions keeps this one, too."""

import asyncio

_tasks = set()


async def audit(user: str) -> None:
    await asyncio.sleep(1)


def track(user: str) -> None:
    tracked = asyncio.ensure_future(audit(user))
    _tasks.add(tracked)
    tracked.add_done_callback(_tasks.discard)


async def log_in(user: str) -> str:
    task = asyncio.create_task(audit(user))
    return f"welcome {user}"
