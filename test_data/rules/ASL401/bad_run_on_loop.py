"""asyncio.run() cannot be called from a running event loop."""

import asyncio
import functools
from asyncio import Runner, run as run_async
from collections.abc import Coroutine
from typing import Any


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def fetch_sync(url: str) -> str:
    return asyncio.run(fetch(url))


def fetch_all(urls: list[str]) -> list[str]:
    return [fetch_sync(url) for url in urls]


def with_runner(url: str) -> str:
    with asyncio.Runner() as runner:
        return runner.run(fetch(url))


def wait_for(coroutine: Coroutine[Any, Any, str]) -> str:
    return run_async(coroutine)


def sync(function):
    @functools.wraps(function)
    def wrapper(*args):
        return asyncio.run(function(*args))

    return wrapper


@sync
async def title(url: str) -> str:
    return (await fetch(url)).title()


class Client:
    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def page(self) -> str:
        return wait_for(fetch(self.url))

    def __enter__(self) -> "Client":
        fetch_sync(self.url)
        return self

    def __exit__(self, *exc: object) -> None:
        return None


async def handler(url: str) -> str:
    asyncio.run(fetch(url))  # expect: ASL401
    run_async(fetch(url))  # expect: ASL401
    text = fetch_sync(url)  # expect: ASL401
    text += "".join(fetch_all([url]))  # expect: ASL401
    text += with_runner(url)  # expect: ASL401
    text += wait_for(fetch(url))  # expect: ASL401
    text += title(url)  # expect: ASL401[likely]
    text += Client(url).page  # expect: ASL401
    with Client(url):  # expect: ASL401
        pass
    with Runner() as runner:
        runner.run(fetch(url))  # expect: ASL401
    return text


def on_done(task: "asyncio.Task[str]") -> None:
    fetch_sync(task.result())  # expect: ASL401


async def main() -> None:
    task = asyncio.create_task(fetch("/"))
    task.add_done_callback(on_done)
    await task

    def render() -> str:
        return fetch_sync("/")

    print(render())  # expect: ASL401
    print(sorted(["b", "a"], key=lambda name: fetch_sync(name)))  # expect: ASL401
    await asyncio.to_thread(print, fetch_sync("/"))  # expect: ASL401


if __name__ == "__main__":
    asyncio.run(main())
