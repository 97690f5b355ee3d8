# https://github.com/altdesktop/i3ipc-python/pull/184
# task not kept: handlers of events may be plain or asynchronous; those that are asynchronous ran in tasks without an owner.

import asyncio
from collections.abc import Callable
from typing import Any


class _AIOPubSub:
    def __init__(self) -> None:
        self._subscriptions: list[Callable[..., Any]] = []
        self._tasks: set[asyncio.Future[Any]] = set()

    def queue_handler(self, handler: Callable[..., Any], data: Any) -> None:
        async def handler_coroutine() -> None:
            if asyncio.iscoroutinefunction(handler):
                await handler(data)
            else:
                handler(data)

        asyncio.ensure_future(handler_coroutine())  # expect: ASL301

    def queue_handler_mended(self, handler: Callable[..., Any], data: Any) -> None:
        async def handler_coroutine() -> None:
            if asyncio.iscoroutinefunction(handler):
                await handler(data)
            else:
                handler(data)

        task = asyncio.ensure_future(handler_coroutine())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
