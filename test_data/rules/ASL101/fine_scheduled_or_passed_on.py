"""The coroutine is not awaited here, but somebody will."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def with_timing(job: Awaitable[str]) -> str:
    return await job


def announce(job: Coroutine[Any, Any, str]) -> Coroutine[Any, Any, str]:
    print("about to run", job.__qualname__)
    return job


async def all_at_once(urls: list[str]) -> list[str]:
    return await asyncio.gather(*(fetch(url) for url in urls))


async def all_from_a_list(urls: list[str]) -> list[str]:
    jobs = [fetch(url) for url in urls]
    jobs.append(fetch("/robots.txt"))
    return await asyncio.gather(*jobs)


async def through_map(urls: list[str]) -> list[str]:
    return await asyncio.gather(*map(fetch, urls))


async def one_after_another(urls: list[str]) -> list[str]:
    pages = {}
    waiting = {url: fetch(url) for url in urls}
    for url, job in waiting.items():
        pages[url] = await job
    return list(pages.values())


async def as_they_come(urls: list[str]) -> list[str]:
    return [await next_one for next_one in asyncio.as_completed([fetch(url) for url in urls])]


async def in_a_group(urls: list[str]) -> None:
    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(fetch(url))


async def limited(url: str) -> str:
    async with asyncio.timeout(3):
        return await asyncio.wait_for(with_timing(announce(fetch(url))), 2)


async def chosen(url: str, cached: bool) -> str:
    return await (fetch("cache" + url) if cached else fetch(url))


async def table_driven(verb: str) -> str:
    actions: dict[str, Callable[[], Coroutine[Any, Any, str]]] = {
        "home": lambda: fetch("/"),
        "news": lambda: fetch("/news"),
    }
    return await actions[verb]()


def main() -> None:
    asyncio.run(all_at_once(["/a", "/b"]))
    with asyncio.Runner() as runner:
        runner.run(fetch("/"))
    loop = asyncio.new_event_loop()
    loop.run_until_complete(fetch("/"))
    loop.close()
