from .repository import Repository


class Service:
    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    async def register(self, name: str) -> dict[str, str]:
        row = {"name": name}
        row_id = self.repository.add(row)  # expect: ASL102[likely]
        return row

    async def register_all(self, names: list[str]) -> None:
        # a gathering future runs by itself, held or not
        future = self.repository.add_many([{"name": name} for name in names])


async def register(repository: Repository, name: str) -> dict[str, str]:
    row = {"name": name}
    row_id = repository.add(row)  # expect: ASL102
    return row
