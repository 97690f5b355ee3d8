import warehouse
from warehouse import count


async def order(item: str) -> int:
    return count(item) + warehouse.count(item)
