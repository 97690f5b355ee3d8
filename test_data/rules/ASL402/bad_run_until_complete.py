"""A loop's own run methods, on a running loop."""

import asyncio
from asyncio import get_event_loop


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


def fetch_sync(url: str) -> str:
    loop = asyncio.get_event_loop()
    return loop.run_until_complete(fetch(url))


def in_new_loop(url: str) -> str:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(fetch(url))
    finally:
        loop.close()


class Client:
    def __init__(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.loop = loop or asyncio.get_event_loop()

    def get(self, url: str) -> str:
        return self.loop.run_until_complete(fetch(url))

    async def aget(self, url: str) -> str:
        return self.get(url)  # expect: ASL402[likely]


def render(urls: list[str]) -> str:
    return "".join(map(fetch_sync, urls))


async def handler(url: str, client: Client, given: asyncio.AbstractEventLoop) -> str:
    loop = asyncio.get_running_loop()
    loop.run_until_complete(fetch(url))  # expect: ASL402
    get_event_loop().run_until_complete(fetch(url))  # expect: ASL402
    given.run_until_complete(fetch(url))  # expect: ASL402
    text = fetch_sync(url)  # expect: ASL402
    text += in_new_loop(url)  # expect: ASL402
    text += client.get(url)  # expect: ASL402[likely]
    own = asyncio.new_event_loop()
    own.run_until_complete(fetch(url))  # expect: ASL402
    own.run_forever()  # expect: ASL402
    return text + render([url])


def on_signal() -> None:
    fetch_sync("/bye")  # expect: ASL402


async def main() -> None:
    asyncio.get_running_loop().add_signal_handler(15, on_signal)
    await asyncio.sleep(1)
