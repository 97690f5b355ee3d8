import asyncio
from collections.abc import Coroutine
from typing import Any


def call(coroutine: Coroutine[Any, Any, Any], loop: asyncio.AbstractEventLoop) -> Any:
    """For threads that are not the loop's."""
    return asyncio.run_coroutine_threadsafe(coroutine, loop).result()
