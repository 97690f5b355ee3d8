# unsafe
# left: ASL401:28, ASL401:29, ASL401:30, ASL401:31, ASL401:34, ASL401:37, ASL401:38, ASL401:39, ASL401:40, ASL401:41, ASL401:42, ASL401:45, ASL401:48
"""Options, comments, runners, helpers and decorators, lambdas and generator expressions stand in the way."""
import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def fetch_sync(url: str) -> str:
    return asyncio.run(fetch(url))


def sync(function):
    def wrapper(*args):
        return asyncio.run(function(*args))
    return wrapper


@sync
async def title(url: str) -> str:
    return url.title()


async def handler(url: str, urls: list[str]) -> None:
    asyncio.run(fetch(url), debug=True)
    asyncio.run(debug=True, main=fetch(url))
    asyncio.run(*urls)
    asyncio.run(  # the loop
        fetch(url),
    )
    asyncio.run(
        fetch(url)  # what is run
    )
    with asyncio.Runner() as runner: runner.run(fetch(url))
    fetch_sync(url)
    title(url)
    sorted(urls, key=lambda each: asyncio.run(fetch(each)))
    print("".join(asyncio.run(fetch(each)) for each in urls))
    print(f"{asyncio.run(fetch(url))=}")

    def shown(task: object) -> None:
        asyncio.run(fetch(url))

    asyncio.current_task().add_done_callback(shown)
    asyncio.run(fetch)
