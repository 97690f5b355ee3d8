"""Every place that tests or compares."""

import asyncio


async def allowed(user: str) -> bool:
    await asyncio.sleep(0)
    return user == "ada"


async def count(user: str) -> int:
    await asyncio.sleep(0)
    return len(user)


async def open_door(user: str, users: list[str]) -> object:
    if allowed(user): return "open"
    if not allowed(user):
        print("closed")
    elif (allowed("bob")):
        pass
    while allowed(user) and not(allowed("eve")):
        break
    assert allowed(user), "not for you"
    answer = "yes" if allowed(user) else "no"
    if 0 < count(user) < 10:
        answer += "!"
    if count(user) == 3 or count(user) is None or 3 != count(user):
        answer += "?"
    if count(user) in (1, 2):
        answer += "."
    guests = [user for user in users if allowed(user)]
    names = {user: 1 for user in users if not allowed(user)}
    many = [
        user
        for user in users
        if allowed(user)  # one by one
        and user
    ]
    match user:
        case "ada" if allowed(user):
            pass
    if (found := allowed(user)):
        print(found)
    if (
        users  # somebody
        and allowed(users[0])  # and the first of them may
    ):
        return bool(allowed(user))
    return answer, guests, names, many
