# left: ASL301:19
"""At run time there is no asyncio to name the class with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


class Poller:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    async def poll(self) -> None: ...

    def start(self) -> None:
        self.loop.create_task(self.poll())
