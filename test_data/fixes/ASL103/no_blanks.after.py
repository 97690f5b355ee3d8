"""No blank between the call and the keyword: the `await` gets one."""


async def allowed(user: str) -> bool:
    return user == "ada"


async def count() -> int:
    return 3


async def open_door(users: list[str]) -> object:
    texts = ["a"if await allowed("ada") else 2, 1 if not await allowed("bob") else 2]
    guests = [user for user in users if await allowed(user) for _ in users]
    return texts, guests, await allowed("ada") or await count()==(3)and users, 3==await count() if users else(await allowed("eve"))is None
