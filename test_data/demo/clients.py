"""The two services this one talks to: the bank, for exchange rates, and the mail gateway."""

from __future__ import annotations

import asyncio
import itertools
import weakref

BANK: tuple[str, int] = ("127.0.0.1", 0)


async def fetch_rate(currency: str) -> float:
    reader, writer = await asyncio.open_connection(*BANK)
    try:
        writer.write(currency.encode() + b"\n")
        await writer.drain()
        return float(await reader.readline())
    finally:
        writer.close()
        await writer.wait_closed()


def rate(currency: str) -> float:
    """The rate, for scripts and the console."""
    return asyncio.run(fetch_rate(currency))


class MailGateway:
    """Sends a message and waits until the gateway has acknowledged it."""

    def __init__(self, acknowledge_after: float) -> None:
        self._acknowledge_after = acknowledge_after
        self._numbers = itertools.count(1)
        # weak, so that nobody has to clean up after senders that gave up
        self._waiting: weakref.WeakValueDictionary[int, asyncio.Future[None]] = weakref.WeakValueDictionary()

    async def send(self, to: str, text: str) -> None:
        loop = asyncio.get_running_loop()
        number = next(self._numbers)
        acknowledged: asyncio.Future[None] = loop.create_future()
        self._waiting[number] = acknowledged
        loop.call_later(self._acknowledge_after, self._acknowledge, number)
        await acknowledged

    def _acknowledge(self, number: int) -> None:
        future = self._waiting.get(number)
        if future is not None and not future.done():
            future.set_result(None)
