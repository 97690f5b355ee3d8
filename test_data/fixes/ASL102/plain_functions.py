# unsafe
# left: ASL102:13, ASL102:21
"""Nothing can be awaited in a plain function, in a coroutine function or not."""

import asyncio


async def render(page: str) -> str:
    await asyncio.sleep(0)
    return page

def preview(page: str) -> str:
    html = render(page)
    return page


async def publish(page: str) -> str:
    await render("all")

    def on_change(name: str) -> None:
        text = render(name)

    on_change(page)
    return page
