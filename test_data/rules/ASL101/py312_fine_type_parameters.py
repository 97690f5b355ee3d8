"""Type parameters that stand for something else, or for nothing that is known."""

import asyncio


class Base:
    async def save(self) -> None:
        await asyncio.sleep(0)


class Local:
    def save(self) -> None:
        print("saved")


class Remote:
    async def save(self) -> None:
        await asyncio.sleep(0)


async def save[T: Local](row: T) -> T:
    row.save()
    return row


async def save_either[T: (Local, Remote)](row: T) -> None:
    row.save()


async def save_any[T](row: T) -> None:
    row.save()


class Repository[T]:
    def __init__(self, first: T) -> None:
        self.rows: list[T] = [first]

    def get(self, index: int) -> T:
        return self.rows[index]

    def other[T: Local](self, row: T) -> T:
        row.save()
        return row

    async def save_all(self) -> None:
        for row in self.rows:
            row.save()


class Locals(Repository[Local]):
    async def save_all(self) -> None:
        self.get(0).save()


async def T(remote: Remote) -> None:
    await remote.save()


async def main(repository: Repository[Local], remotes: Repository[Remote], rows: Locals) -> None:
    repository.get(0).save()
    rows.get(0).save()
    await remotes.get(0).save()
    repository.other(Local()).save()
    await T(Remote())
