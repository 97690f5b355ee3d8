"""One function forgets the `await` in its return; every caller awaits once and goes on with what is still a coroutine."""

import asyncio


class Profile:
    def __init__(self, name: str) -> None:
        self.name = name


async def query(user_id: int) -> Profile:
    await asyncio.sleep(0)
    return Profile("ada")


async def profile(user_id: int):
    if user_id < 0:
        raise ValueError(user_id)
    return query(user_id)  # expect: ASL104[likely]


async def title(user_id: int) -> str:
    user = await profile(user_id)
    return user.name.title()


async def initials(user_id: int) -> str:
    return (await profile(user_id)).name[0]
