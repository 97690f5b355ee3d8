# unsafe
# left: ASL103:16, ASL103:17, ASL103:18, ASL103:19, ASL103:22
"""A generator expression that awaits is asynchronous, which `any` and `sum` cannot read; and a lambda cannot await."""

import asyncio


async def allowed(user: str) -> bool:
    await asyncio.sleep(0)
    return user == "ada"


async def open_door(users: list[list[str]]) -> object:
    every = [await allowed(user) for user in users[0]]
    return (
        any(allowed(user) for user in users[0]),
        all(user for user in users[0] if allowed(user)),
        list([user for user in some if allowed(user)] for some in users),
        tuple(user for user in ("a", "b") for _ in ("c" if allowed(user) else "d")),
        sum(1 for user in (["a"] if await allowed("x") else ["b"])),
        every,
        sorted(users, key=lambda user: 1 if allowed(user[0]) else 2),
    )
