"""The task has a name already, which the set takes."""

import asyncio

background_tasks: set[asyncio.Task] = set()


async def audit(user: str) -> None:
    await asyncio.sleep(1)


async def log_in(user: str) -> str:
    audited = asyncio.create_task(audit(user))
    background_tasks.add(audited)
    audited.add_done_callback(background_tasks.discard)
    return f"welcome {user}"


def log_out(user: str) -> None:
    audited: asyncio.Task[None] = asyncio.get_running_loop().create_task(
        audit(user)
    )  # type: ignore[misc]
    background_tasks.add(audited)
    audited.add_done_callback(background_tasks.discard)


def log_all_out(users: list[str]) -> None:
    loop = asyncio.get_running_loop()
    for user in users:
        _ = last = loop.create_task(audit(user))
        background_tasks.add(last)
        last.add_done_callback(background_tasks.discard)
    if not users: none = loop.create_task(audit("")); background_tasks.add(none); none.add_done_callback(background_tasks.discard)
