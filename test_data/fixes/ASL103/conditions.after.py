"""Every place that tests or compares."""

import asyncio


async def allowed(user: str) -> bool:
    await asyncio.sleep(0)
    return user == "ada"


async def count(user: str) -> int:
    await asyncio.sleep(0)
    return len(user)


async def open_door(user: str, users: list[str]) -> object:
    if await allowed(user): return "open"
    if not await allowed(user):
        print("closed")
    elif (await allowed("bob")):
        pass
    while await allowed(user) and not(await allowed("eve")):
        break
    assert await allowed(user), "not for you"
    answer = "yes" if await allowed(user) else "no"
    if 0 < await count(user) < 10:
        answer += "!"
    if await count(user) == 3 or await count(user) is None or 3 != await count(user):
        answer += "?"
    if await count(user) in (1, 2):
        answer += "."
    guests = [user for user in users if await allowed(user)]
    names = {user: 1 for user in users if not await allowed(user)}
    many = [
        user
        for user in users
        if await allowed(user)  # one by one
        and user
    ]
    match user:
        case "ada" if await allowed(user):
            pass
    if (found := await allowed(user)):
        print(found)
    if (
        users  # somebody
        and await allowed(users[0])  # and the first of them may
    ):
        return bool(await allowed(user))
    return answer, guests, names, many
