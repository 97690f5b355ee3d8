from abc import ABC, abstractmethod

from . import db


class Repository(ABC):
    table: str

    @abstractmethod
    def columns(self) -> tuple[str, ...]: ...

    def get(self, number: int):
        names = ", ".join(self.columns())
        return db.query(f"select {names} from {self.table} where id = ?", number)

    def delete(self, number: int) -> None:
        with db.begin() as connection:
            connection.execute(f"delete from {self.table} where id = ?", (number,))


class OrderRepository(Repository):
    table = "orders"

    def columns(self) -> tuple[str, ...]:
        return "id", "total"


class ItemRepository(Repository):
    table = "items"

    def columns(self) -> tuple[str, ...]:
        return ("id",)

    def get(self, number: int):
        return super().get(number) or db.query("select * from items")
