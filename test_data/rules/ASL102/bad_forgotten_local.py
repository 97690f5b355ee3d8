"""A name was given, and that was the last anybody heard of it."""

import asyncio


async def render(page: str) -> str:
    await asyncio.sleep(0)
    return f"<h1>{page}</h1>"


async def store(html: str) -> None:
    await asyncio.sleep(0)


async def publish(page: str) -> str:
    html = render(page)  # expect: ASL102
    return "published"


async def publish_all(pages: list[str]) -> int:
    done = 0
    for page in pages:
        result: object = render(page)  # expect: ASL102
        done += 1
    return done


async def overwrite(page: str) -> str:
    html = render(page)  # expect: ASL102
    html = await render(page.upper())
    return html


async def in_a_branch(page: str, preview: bool) -> None:
    if preview:
        pending = store("preview")  # expect: ASL102
    else:
        await store(page)


async def walrus(page: str) -> None:
    if page and (saved := store(page)):  # expect: ASL103
        print("saved")


async def several(page: str) -> None:
    first, second = render(page), store(page)  # expect: ASL102
    await second


async def chained(page: str) -> None:
    left = right = render(page)  # expect: ASL102


async def gone(page: str) -> None:
    html = render(page)  # expect: ASL102
    del html


def sync_caller(page: str) -> bool:
    task = store(page)  # expect: ASL102
    return True


async def same_name_elsewhere(page: str) -> None:
    html = render(page)  # expect: ASL102

    def other() -> str:
        html = page.upper()
        return html

    print(other())
