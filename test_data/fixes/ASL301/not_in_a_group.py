# unsafe
# settings: task-fix = "taskgroup"
# left: ASL301:13, ASL301:18, ASL301:22, ASL301:25, ASL301:26, ASL301:28
"""No group around it, none with a name, another function in between, behind the block, or more than a task."""

import asyncio

async def fetch(url: str) -> None:
    await asyncio.sleep(1)


async def crawl(urls: list[str]) -> None:
    asyncio.create_task(fetch("/"))
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch("/"))

        def on_found(url: str) -> None:
            asyncio.create_task(fetch(url))

        asyncio.get_running_loop().call_soon(on_found, "/")
    async with asyncio.TaskGroup():
        asyncio.create_task(fetch("/"))
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        asyncio.gather(fetch("/a"), fetch("/b"))
        asyncio.ensure_future(fetch("/"), loop=loop)
        group.create_task(fetch("/"))
    asyncio.create_task(fetch("/"))
