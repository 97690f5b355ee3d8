"""Callables whose annotation says that they give coroutines."""

import collections.abc
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Optional, TypeVar

T = TypeVar("T")
Handler = Callable[[str], Coroutine[Any, Any, None]]


@dataclass
class Subscriber:
    handler: Handler
    fallback: Optional[Handler] = None

    async def tell(self, text: str) -> None:
        self.handler(text)  # expect: ASL101
        if self.fallback is not None:
            self.fallback(text)  # expect: ASL101


async def tell_all(handlers: list[Handler], text: str) -> None:
    for handler in handlers:
        handler(text)  # expect: ASL101[likely]


async def tell(handler: "collections.abc.Callable[..., Coroutine[Any, Any, str]]", text: str) -> None:
    reply = handler(text)  # expect: ASL104
    print(reply.upper())


class Client:
    async def close(self) -> None:
        print("closed")


def make(factory: Callable[[], T]) -> T:
    return factory()


async def close() -> None:
    make(Client).close()  # expect: ASL101[likely]
    make(lambda: Client()).close()  # expect: ASL101[likely]
