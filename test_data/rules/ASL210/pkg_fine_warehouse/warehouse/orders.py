def count(item: str) -> int:
    # `warehouse.orders.count`, and the settings say `warehouse.stock.count`
    return len(item)
