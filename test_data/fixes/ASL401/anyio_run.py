"""`anyio.run` takes the function and its arguments apart."""

import anyio


async def fetch(url: str, *more: str) -> str:
    await anyio.sleep(0)
    return url


async def handler(url: str, urls: list[str], is_all: bool) -> str:
    anyio.run(fetch, url)  # first
    text = anyio.run(fetch, url, "b").title() + anyio.run(fetch, *urls)
    text += anyio.run(
        fetch,
        url,
        "c",
    )
    text += anyio.run(fetch if is_all else fetch, url)
    return text + anyio.run(lambda: fetch(url))
