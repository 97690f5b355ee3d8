# unsafe
# left: ASL403:19, ASL403:20, ASL403:21, ASL403:22, ASL403:23, ASL403:26, ASL403:33
"""A timeout, a future in a name, an exception, a comment, a lambda, a callback."""
import asyncio


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def fetch_sync(url: str) -> str:
    return asyncio.run_coroutine_threadsafe(fetch(url), asyncio.get_running_loop()).result()


async def handler(url: str, urls: list[str]) -> object:
    loop = asyncio.get_running_loop()
    future = asyncio.run_coroutine_threadsafe(fetch(url), loop)
    text = future.result()
    text += asyncio.run_coroutine_threadsafe(fetch(url), loop).result(timeout=10)
    text += fetch_sync(url)
    text += str(asyncio.run_coroutine_threadsafe(fetch(url), loop).exception())
    text += asyncio.run_coroutine_threadsafe(  # a comment to keep
        fetch(url), loop
    ).result()
    return text, sorted(
        urls, key=lambda each: asyncio.run_coroutine_threadsafe(fetch(each), loop).result()
    )


def on_done(task: "asyncio.Task[str]") -> None:
    loop = task.get_loop()
    asyncio.run_coroutine_threadsafe(fetch("/"), loop).result()


async def main() -> None:
    asyncio.current_task().add_done_callback(on_done)
