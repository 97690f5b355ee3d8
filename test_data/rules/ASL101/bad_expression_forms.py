"""A statement can throw away more than its outermost call."""

import asyncio


async def notify(user: str) -> None:
    await asyncio.sleep(0)


async def mark_read(user: str) -> None:
    await asyncio.sleep(0)


async def broadcast(users: list[str], urgent: bool) -> None:
    [notify(user) for user in users]  # expect: ASL101
    notify(users[0]) if urgent else None  # expect: ASL101
    urgent and notify(users[-1])  # expect: ASL101
    notify(users[0]), mark_read(users[0])  # expect: ASL101, ASL101
    (notify)(users[1])  # expect: ASL101


async def drain(users: list[str]) -> int:
    count = 0
    while users:
        mark_read(users.pop()); count += 1  # expect: ASL101
    else:
        notify("admin")  # expect: ASL101
    match count:
        case 0:
            notify("nobody")  # expect: ASL101
        case _:
            await notify("somebody")
    return count


class Batch:
    # a class body is a statement list like any other
    mark_read("everyone")  # expect: ASL101
