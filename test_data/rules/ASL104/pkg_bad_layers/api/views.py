from . import formatting as fmt
from .repository import OrderRepository as Orders

orders = Orders()


async def detail(number: int) -> str:
    order = orders.get(number)  # expect: ASL104
    return f"{order.number}: {order.total}"


async def total(number: int) -> float:
    return orders.get(number).total  # expect: ASL104


async def index() -> str:
    return fmt.table(orders.latest())  # expect: ASL104


async def sidebar() -> list[str]:
    return [fmt.line(order) for order in orders.latest(5)]  # expect: ASL104
