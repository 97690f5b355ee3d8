"""A plain `def` can give a coroutine as much as an `async def` does."""

import functools
from collections.abc import Coroutine
from typing import Any


async def fetch(url: str, retries: int = 0) -> bytes:
    return url.encode()


def fetch_twice(url: str) -> Coroutine[Any, Any, bytes]:
    return fetch(url, retries=1)


def fetch_home():
    return fetch("/")


def fetch_any(mobile: bool):
    if mobile:
        return fetch("/m")
    coro = fetch("/")
    return coro


fetch_news = functools.partial(fetch, "/news")


async def warm_up() -> None:
    fetch_twice("/login")  # expect: ASL101
    fetch_home()  # expect: ASL101[likely]
    fetch_any(mobile=True)  # expect: ASL101[likely]
    fetch_news()  # expect: ASL101
    fetch_news(retries=3)  # expect: ASL101

    def local():
        return fetch("/local")

    local()  # expect: ASL101[likely]
    later = lambda: fetch("/later")  # noqa: E731
    later()  # expect: ASL101[likely]
