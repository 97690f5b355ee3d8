"""Operators, formatting, logging, and builtins that want a value."""

import asyncio
import json
import logging

logger = logging.getLogger(__name__)


async def price(item: str) -> float:
    await asyncio.sleep(0)
    return 9.99


async def label(item: str) -> str:
    await asyncio.sleep(0)
    return item.title()


async def receipt(item: str, amount: int) -> str:
    total = price(item) * amount  # expect: ASL104
    fees = 1.5
    fees += price("bag")  # expect: ASL104
    discount = -price("coupon")  # expect: ASL104
    logger.info("total %s", price(item))  # expect: ASL104
    logging.warning("no label for %s", label(item))  # expect: ASL104
    print("price:", price(item))  # expect: ASL104
    print(f"{label(item)!r:>20}")  # expect: ASL104
    print("%s" % label(item))  # expect: ASL104
    print("{} {}".format(item, label(item)))  # expect: ASL104
    print("item: " + label(item))  # expect: ASL104
    payload = json.dumps({"total": total, "label": 1, "price": discount})
    body = json.dumps(label(item))  # expect: ASL104
    width = len(label(item))  # expect: ASL104
    rounded = round(price(item), 2)  # expect: ASL104
    cents = int(price(item))  # expect: ASL104
    shelf = {"a": 1}[label(item)]  # expect: ASL104
    return str(label(item)) + payload + body + " " * (width + rounded + cents + shelf)  # expect: ASL104


async def collect(items: list[str]) -> float:
    names = ", ".join(label(item) for item in items)  # expect: ASL104
    ordered = sorted([price(item) for item in items])  # expect: ASL104
    print(names, ordered)
    return sum(price(item) for item in items)  # expect: ASL104


async def failing(item: str) -> None:
    raise ValueError(f"bad item {label(item)}")  # expect: ASL104
