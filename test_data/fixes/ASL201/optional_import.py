# left: ASL201:16
"""Imports in `try` and `if` are neither relied on nor changed."""

try:
    import time
except ImportError:
    time = None

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


async def wait(task: "asyncio.Task[None]") -> None:
    time.sleep(1)
    await task
