"""The local holds something else than it seems."""

import asyncio
import functools
from contextlib import asynccontextmanager

from somewhere import spawn_all


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def sync_version(function):
    @functools.wraps(function)
    def wrapper(*args):
        return asyncio.run(function(*args))

    return wrapper


@sync_version
async def total(url: str) -> int:
    return len(await fetch(url))


@asynccontextmanager
async def session():
    yield "session"


async def stream():
    yield 1


def count(url: str) -> None:
    number = total(url)  # an int
    print("counted")


def managers() -> None:
    unused = session()  # a context manager, not a coroutine
    source = stream()  # an async generator: nothing has started


def rebound(fetch, url: str) -> None:
    page = fetch(url)


def callback(url: str) -> None:
    # passed on together with its siblings
    page = fetch(url)
    spawn_all(page, fetch(url + "/2"))


def evaluated(url: str) -> None:
    page = fetch(url)
    eval("run(page)", {"run": asyncio.run, "page": page})
