"""Every local here is awaited, scheduled, handed on or closed, if not on the next line."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any


async def render(page: str) -> str:
    await asyncio.sleep(0)
    return page


async def await_later(page: str) -> str:
    html = render(page)
    print("rendering", page)
    return await html


async def scheduled(page: str) -> str:
    coroutine = render(page)
    task = asyncio.create_task(coroutine)
    return await task


async def in_a_group(page: str) -> None:
    job = render(page)
    async with asyncio.TaskGroup() as group:
        group.create_task(job)


async def gathered(page: str) -> list[str]:
    first = render(page)
    second = render(page * 2)
    return await asyncio.gather(first, second)


async def with_deadline(page: str) -> str:
    job = render(page)
    return await asyncio.wait_for(job, timeout=1)


def returned(page: str) -> Awaitable[str]:
    job = render(page)
    return job


def in_a_tuple(page: str) -> tuple[str, Coroutine[Any, Any, str]]:
    job = render(page)
    return page, job


def generated(pages: list[str]):
    for page in pages:
        job = render(page)
        yield job


async def closed(page: str, dry_run: bool) -> str | None:
    job = render(page)
    if dry_run:
        job.close()
        return None
    return await job


async def one_of_two(page: str, mobile: bool) -> str:
    if mobile:
        job = render("m/" + page)
    else:
        job = render(page)
    return await job


async def retried(page: str) -> str:
    job = render(page)
    while True:
        try:
            return await job
        except OSError:
            job = render(page)


async def by_closure(page: str) -> str:
    job = render(page)

    async def inner() -> str:
        return await job

    return await inner()


async def by_nonlocal(pages: list[str]) -> str:
    latest = None

    def refresh(page: str) -> None:
        nonlocal latest
        latest = render(page)

    refresh(pages[0])
    return await latest if latest is not None else ""


class Page:
    def __init__(self, name: str) -> None:
        job = render(name)
        self.job = job

    async def html(self) -> str:
        return await self.job


PENDING: list[Coroutine[Any, Any, str]] = []
FIRST = render("/")  # a module global may be used from anywhere


def remember(page: str) -> None:
    job = render(page)
    PENDING.append(job)


def into_a_dict(pages: list[str]) -> dict[str, Awaitable[str]]:
    jobs: dict[str, Awaitable[str]] = {}
    for page in pages:
        job = render(page)
        jobs[page] = job
    return jobs


def as_global(page: str) -> None:
    global FIRST
    FIRST = render(page)


async def by_locals(page: str) -> dict[str, Any]:
    job = render(page)
    return locals()
