"""Imports from the package that imports it: circular, and resolved all the same."""

import bot
import bot.api as api
from bot import Transport
from bot.transports import send_raw

from . import api as sibling
from .api import fetch as get


class Dispatcher:
    async def dispatch(self, text: str) -> None:
        await bot.post(text)


async def handle(text: str) -> None:
    bot.post(text)  # expect: ASL101
    bot.send_raw(text.encode())  # expect: ASL101
    bot.api.post(text)  # expect: ASL101
    api.post(text)  # expect: ASL101
    sibling._private(text)  # expect: ASL101
    get(text)  # expect: ASL101
    send_raw(b"")  # expect: ASL101
    transport = Transport()
    transport.deliver(text)  # expect: ASL101
    Dispatcher().dispatch(text)  # expect: ASL101
