# unsafe
"""A coroutine in a name that nothing reads: awaited where it is bound."""

import asyncio


async def render(page: str) -> str:
    await asyncio.sleep(0)
    return page


async def publish(page: str, retry: bool) -> str:
    html = render(page)  # the page
    first = second = render(page)
    text: str = render(
        page,  # all of it
    )
    left, right = render("l"), render("r")
    maybe = render(page) if retry else None
    (footer := render("footer"))
    html = "done"; head = render("head"); del head
    if retry: tail = render("tail")
    for part in page:
        last = render(part)
    return html
