"""`anyio.run` takes the function and its arguments apart."""

import anyio


async def fetch(url: str, *more: str) -> str:
    await anyio.sleep(0)
    return url


async def handler(url: str, urls: list[str], is_all: bool) -> str:
    await fetch(url)  # first
    text = (await fetch(url, "b")).title() + await fetch(*urls)
    text += await fetch(
        url,
        "c",
    )
    text += await (fetch if is_all else fetch)(url)
    return text + await (lambda: fetch(url))()
