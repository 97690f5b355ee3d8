"""The first iterable of a generator expression is worked out at once, in the function itself."""


async def allowed(user: str) -> bool:
    return user == "ada"


async def count(users: list[str]) -> int:
    return sum(1 for user in (users if await allowed("ada") else [])) + sum(x for x in [1 for y in users if await allowed(y)])


async def later(users: list[str]) -> object:
    return lambda limit=(1 if await allowed("bob") else 2): limit
