import asyncio
from collections.abc import Coroutine
from typing import Any


def asyncio_run(coro: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coro)
