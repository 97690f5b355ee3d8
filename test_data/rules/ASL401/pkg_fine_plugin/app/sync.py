"""One loop in a thread of its own; plain threads hand their coroutines to it."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

_loop = asyncio.new_event_loop()
_thread = threading.Thread(target=_loop.run_forever, daemon=True)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    if not _thread.is_alive():
        _thread.start()
    return asyncio.run_coroutine_threadsafe(coroutine, _loop).result()
