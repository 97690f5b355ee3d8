"""Bounds and uses of type parameters say what a value is."""

import asyncio


class Base:
    async def save(self) -> None:
        await asyncio.sleep(0)


class User(Base):
    async def rename(self, name: str) -> None:
        await asyncio.sleep(0)


class Local:
    def save(self) -> None:
        print("saved")


async def save[T: Base](row: T) -> T:
    row.save()  # expect: ASL101[likely]
    return row


async def save_either[T: (Base, User)](row: T) -> None:
    row.save()  # expect: ASL101[likely]


def same[T](value: T) -> T:
    return value


class Repository[T: Base]:
    def __init__(self, first: T) -> None:
        self.first = first
        self.rows: list[T] = [first]

    def get(self, index: int) -> T:
        return self.rows[index]

    async def save_all(self) -> None:
        for row in self.rows:
            row.save()  # expect: ASL101[likely]


class Users(Repository[User]):
    pass


async def main(repository: Repository[User], users: Users) -> None:
    repository.get(0).rename("a")  # expect: ASL101[likely]
    users.get(0).rename("b")  # expect: ASL101[likely]
    same(User()).rename("c")  # expect: ASL101[likely]
    saved = await save(User())
    saved.rename("d")  # expect: ASL101[likely]
