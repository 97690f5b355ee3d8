from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..handlers import Dispatcher


class Transport:
    def __init__(self, dispatcher: Dispatcher | None = None) -> None:
        self.dispatcher = dispatcher

    async def deliver(self, text: str) -> None:
        dispatcher = self.dispatcher
        if dispatcher is not None:
            dispatcher.dispatch(text)  # expect: ASL101[likely]


def attach(dispatcher: Dispatcher) -> None:
    dispatcher.dispatch("attached")  # expect: ASL101
