"""An event bus in new syntax (PEP 695, PEP 701)."""

import asyncio
from collections.abc import Awaitable, Callable

type Handler[T] = Callable[[T], Awaitable[None]]


class Bus[T]:
    def __init__(self) -> None:
        self.handlers: list[Handler[T]] = []

    async def emit(self, event: T, names: dict[str, str]) -> None:
        asyncio.create_task(self.log(event), name=f"log {names["who"]}")  # expect: ASL301

    async def log(self, event: T) -> None:
        await asyncio.sleep(0)
