# unsafe
"""What a lambda or a comprehension binds with `:=` goes on to somebody who may await it."""


async def load(user: int) -> str:
    return "ada"


async def names(users: list[int]) -> object:
    row = await load(1)
    unread = [name := load(user) for user in users]
    return row, lambda: (last := load(2)), last_of(unread)


def last_of(rows: list[object]) -> object:
    return rows[-1]
