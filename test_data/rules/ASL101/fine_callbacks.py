"""Callables that give no coroutine, or whose coroutine somebody awaits, or that may give either."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar, Union

T = TypeVar("T")
Handler = Callable[[str], Coroutine[Any, Any, None]]


class Client:
    def send(self, text: str) -> None:
        print(text)


class App:
    def get(self, path: str) -> Handler:  # says what it decorates, not what it is
        return lambda handler: handler


async def listen(text: str) -> None:
    print(text)


def route(app: App) -> None:
    app.get("/")(listen)


async def tell(handler: Handler, plain: Callable[[str], None], text: str) -> None:
    await handler(text)
    plain(text)
    await asyncio.gather(handler(text), asyncio.create_task(handler(text)))


async def tell_either(handler: Union[Handler, Callable[[str], None]], text: str) -> None:
    handler(text)


async def ask(make: Callable[[], Awaitable[Client]], text: str) -> None:
    (await make()).send(text)


async def tell_anyhow(handler: Callable, text: str) -> None:
    handler(text)


async def wait_for(starter: Callable[[], asyncio.Task[None]]) -> None:
    starter()


def call(function: Callable[[], T]) -> T:
    return function()


async def fetch() -> str:
    return "x"


async def main(make: Callable[[], Client]) -> None:
    call(make).send("a")
    await call(fetch)
    make().send("b")
