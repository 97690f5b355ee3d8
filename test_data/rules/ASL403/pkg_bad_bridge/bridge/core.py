import asyncio
from collections.abc import Coroutine
from typing import Any


def call(coroutine: Coroutine[Any, Any, Any]) -> Any:
    future = asyncio.run_coroutine_threadsafe(coroutine, asyncio.get_event_loop())
    return future.result()


def call_all(*coroutines: Coroutine[Any, Any, Any]) -> list[Any]:
    return [call(coroutine) for coroutine in coroutines]
