from orders import OrderRepository, db
from orders.repository import ItemRepository as Items, Repository

orders = OrderRepository()


async def detail(number: int) -> str:
    return str(orders.get(number))  # expect: ASL203


async def remove(number: int) -> None:
    orders.delete(number)  # expect: ASL203
    Items().delete(number)  # expect: ASL203


async def generic(repository: Repository, number: int) -> str:
    # two implementations, both over the database
    return str(repository.get(number))  # expect: ASL203[likely]


async def raw() -> int:
    with db.begin() as connection:  # expect: ASL203
        connection.execute("delete from orders")  # expect: ASL203
    return len(db.query("select * from orders"))  # expect: ASL203
