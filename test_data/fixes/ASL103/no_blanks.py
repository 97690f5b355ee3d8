"""No blank between the call and the keyword: the `await` gets one."""


async def allowed(user: str) -> bool:
    return user == "ada"


async def count() -> int:
    return 3


async def open_door(users: list[str]) -> object:
    texts = ["a"if allowed("ada")else 2, 1 if not allowed("bob")else 2]
    guests = [user for user in users if allowed(user)for _ in users]
    return texts, guests, allowed("ada")or count()==(3)and users, 3==count()if users else(allowed("eve"))is None
