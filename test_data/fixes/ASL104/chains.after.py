"""Calls on what calls give, in parentheses and over several lines."""


class Row:
    name = "ada"

    def title(self) -> str:
        return self.name.title()


class Database:
    async def row(self, number: int) -> Row:
        return Row()

    @property
    async def size(self) -> int:
        return 3


async def connect(url: str) -> Database:
    return Database()


async def show(url: str, database: Database) -> str:
    text = (await database.row(1)).title() + (await database.row(2)).name
    print(await database.size + 1, (await database.size).real)
    text += (
        (await database
        .row(3))  # the third
        .title()
        .lower()
    )
    return text + str(await connect(url))
