"""Cycles, deep chains and big hierarchies in which nothing sleeps."""

import asyncio
import time
from collections.abc import Callable


def even(n: int) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: int) -> bool:
    return n != 0 and even(n - 1)


class Node:
    def __init__(self, children: list["Node"] | None = None) -> None:
        self.children = children or []

    def walk(self, visit: Callable[["Node"], None]) -> None:
        visit(self)
        for child in self.children:
            child.walk(visit)

    def __len__(self) -> int:
        return 1 + sum(len(child) for child in self.children)


class Leaf(Node):
    def walk(self, visit: Callable[[Node], None]) -> None:
        visit(self)
        self.slow_path if self.children else None

    def slow_path(self) -> None:
        time.sleep(1)


def fibonacci(n: int) -> int:
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def now() -> str:
    return time.strftime("%H:%M") + str(time.time_ns()) + str(time.localtime().tm_year)


async def use(root: Node, leaf: Leaf) -> int:
    root.walk(print)
    leaf.walk(lambda node: None)
    print(even(3), odd(3), now(), len(root))
    await asyncio.sleep(0)
    return fibonacci(10)
