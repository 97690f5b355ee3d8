# https://github.com/esphome/aioesphomeapi/pull/382
# task not kept: what was to happen after a lost connection was started in its clean-up, on the way out.

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


class APIConnection:
    def __init__(self, on_stop: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        self.on_stop = on_stop
        self._connect_complete = False
        self._on_stop_task: asyncio.Task[None] | None = None

    def _cleanup(self) -> None:
        if self.on_stop and self._connect_complete:
            asyncio.create_task(self.on_stop())  # expect: ASL301
            self.on_stop = None

    def _cleanup_mended(self) -> None:
        if self.on_stop and self._connect_complete:
            self._on_stop_task = asyncio.create_task(self.on_stop())
            self.on_stop = None


OnStop = Callable[[], Awaitable[None]]
