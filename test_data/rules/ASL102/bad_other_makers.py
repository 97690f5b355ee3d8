"""However the coroutine was made, the local is all that holds it."""

import asyncio
import functools


class Mailer:
    def __init__(self) -> None:
        self.transport = Transport()

    async def send(self, to: str) -> None:
        await asyncio.sleep(0)

    def send_later(self, to: str):
        return self.send(to)

    async def greet(self, to: str) -> None:
        sent = self.send(to)  # expect: ASL102
        queued = self.send_later(to)  # expect: ASL102[likely]
        raw = self.transport.write(to.encode())  # expect: ASL102[likely]


class Transport:
    async def write(self, data: bytes) -> None:
        await asyncio.sleep(0)


greeting = functools.partial(asyncio.sleep, 1, "hello")


async def wait_politely(queue: asyncio.Queue[str]) -> None:
    pause = asyncio.sleep(1)  # expect: ASL102
    item = queue.get()  # expect: ASL102
    word = greeting()  # expect: ASL102
    limited = asyncio.wait_for(queue.get(), 3)  # expect: ASL102
