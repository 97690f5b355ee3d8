import warehouse
from warehouse import count
from warehouse.stock import enough as in_stock


async def order(item: str, amount: int) -> bool:
    print(count(item))  # expect: ASL210
    print(warehouse.count(item))  # expect: ASL210
    return in_stock(item, amount)  # expect: ASL210
