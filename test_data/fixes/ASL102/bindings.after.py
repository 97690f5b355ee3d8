# unsafe
"""A coroutine in a name that nothing reads: awaited where it is bound."""

import asyncio


async def render(page: str) -> str:
    await asyncio.sleep(0)
    return page


async def publish(page: str, retry: bool) -> str:
    html = await render(page)  # the page
    first = second = await render(page)
    text: str = await render(
        page,  # all of it
    )
    left, right = await render("l"), await render("r")
    maybe = await render(page) if retry else None
    (footer := await render("footer"))
    html = "done"; head = await render("head"); del head
    if retry: tail = await render("tail")
    for part in page:
        last = await render(part)
    return html
