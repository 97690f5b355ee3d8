# https://github.com/mosquito/aiormq/issues/24
# never awaited: the library made a coroutine at import to look whether coroutines have __await__, and every program warned.

import asyncio
from typing import Any


async def _test() -> None:
    await asyncio.sleep(0)


HAS_AWAIT_METHOD = hasattr(_test(), "__await__")  # expect: ASL104


def _has_await_method() -> bool:
    probe = _test()
    try:
        return hasattr(probe, "__await__")
    finally:
        probe.close()


HAS_AWAIT_METHOD_MENDED: Any = _has_await_method()
