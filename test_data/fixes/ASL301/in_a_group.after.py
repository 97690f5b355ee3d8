# unsafe
# settings: task-fix = "taskgroup"
"""There is a task group around the statement: it makes the task."""

import asyncio
from asyncio import TaskGroup


async def fetch(url: str) -> None:
    await asyncio.sleep(1)


async def crawl(urls: list[str]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch("/"))
        for url in urls:
            group.create_task(fetch(url), name=url)  # one each
        _ = group.create_task(fetch("/robots.txt"))
    async with TaskGroup() as outer, TaskGroup() as inner:
        if urls: inner.create_task(fetch("/"))
        outer.create_task(fetch("/"))
        inner.create_task(fetch("/"))
