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
    text = database.row(1).title() + (database.row(2)).name
    print(database.size + 1, database.size.real)
    text += (
        database
        .row(3)  # the third
        .title()
        .lower()
    )
    return text + str(connect(url))
