def line(order) -> str:
    return f"{order.number:>6} {order.total:.2f}"


def table(orders) -> str:
    return "\n".join(line(order) for order in orders)
