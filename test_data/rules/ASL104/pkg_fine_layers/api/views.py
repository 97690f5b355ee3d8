from . import formatting as fmt, jobs
from .jobs import timed as within
from .repository import OrderRepository as Orders

orders = Orders()


async def detail(number: int) -> str:
    order = await within(orders.get(number))
    return f"{order.number}: {order.total}"


async def fastest(number: int) -> float:
    order = await jobs.first_of([orders.get(number), orders.get(number)])
    return order.total


async def index() -> str:
    return fmt.table(await orders.latest())


async def sidebar() -> list[str]:
    return [fmt.line(order) for order in await jobs.timed(orders.latest(5))]
