def count(item: str) -> int:
    return len(item)


def enough(item: str, amount: int) -> bool:
    return count(item) >= amount
