# https://github.com/flyteorg/flytekit/pull/3407
# loop already running: plain methods are made of asynchronous ones by a manager of loops, which is no help on a loop.

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any


class _AsyncLoopManager:
    def run_sync(self, coro_func: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(coro_func(*args, **kwargs))
        finally:
            loop.close()

    def synced(self, coro_func: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
        @functools.wraps(coro_func)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            return self.run_sync(coro_func, *args, **kwargs)

        return wrapped


loop_manager = _AsyncLoopManager()


class FlyteRemote:
    async def _upload(self, path: str) -> str:
        return path

    upload = loop_manager.synced(_upload)

    def execute(self, path: str) -> str:
        return str(loop_manager.run_sync(self._upload, path))


async def handler(remote: FlyteRemote, path: str) -> str:
    return remote.execute(path)  # expect: ASL402


async def other_handler(remote: FlyteRemote, path: str) -> str:
    return str(remote.upload(path))  # missed: ASL402


async def handler_mended(remote: FlyteRemote, path: str) -> str:
    return await remote._upload(path)
