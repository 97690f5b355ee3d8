"""What the coroutine gives has coroutines of its own: the second pass awaits these."""


class Database:
    async def rows(self, table: str) -> list[str]:
        return [table]


async def connect(url: str) -> Database:
    return Database()


async def show(url: str) -> str:
    first = (await (await connect(url)).rows("users"))[0]
    return first + f"{len(await (await connect(url)).rows('orders'))}"
