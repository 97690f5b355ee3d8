"""The loop waits for a future that only the loop can finish."""

import asyncio
from asyncio import run_coroutine_threadsafe as schedule


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def fetch_sync(url: str) -> str:
    return asyncio.run_coroutine_threadsafe(fetch(url), asyncio.get_event_loop()).result()


class Client:
    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()

    def get(self, url: str) -> str:
        future = asyncio.run_coroutine_threadsafe(fetch(url), self.loop)
        return future.result(timeout=10)

    async def aget(self, url: str) -> str:
        return self.get(url)  # expect: ASL403[likely]


async def handler(url: str) -> str:
    loop = asyncio.get_running_loop()
    future = asyncio.run_coroutine_threadsafe(fetch(url), loop)
    text = future.result()  # expect: ASL403
    text += schedule(fetch(url), loop).result(3)  # expect: ASL403
    text += fetch_sync(url)  # expect: ASL403
    other = asyncio.run_coroutine_threadsafe(fetch(url), asyncio.get_running_loop())
    if other.exception():  # expect: ASL403
        return ""
    return text


def on_done(task: "asyncio.Task[str]") -> None:
    loop = task.get_loop()
    asyncio.run_coroutine_threadsafe(fetch("/"), loop).result()  # expect: ASL403


async def main() -> None:
    task = asyncio.create_task(fetch("/"))
    task.add_done_callback(on_done)
    await task
