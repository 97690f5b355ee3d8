# unsafe
# left: ASL201:17, ASL201:22, ASL201:30, ASL201:37, ASL201:41, ASL201:45, ASL201:52
"""Where an `await` is no syntax, or waits at the wrong moment, nothing is changed."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterable

lock = threading.Lock()


async def cancelled(task: asyncio.Task[None]) -> None:
    try:
        await task
    except asyncio.CancelledError:
        time.sleep(1)  # an `await` would be cancelled again
        raise
    finally:
        await asyncio.shield(task)
        print("over")
        time.sleep(1)


async def any_error() -> None:
    try:
        await asyncio.sleep(0)
    except BaseException:
        while threading.active_count() > 1:
            time.sleep(0.1)
        raise


async def under_a_lock() -> None:
    with lock:
        print("nobody else may come in while this one waits")
        time.sleep(0.1)


async def later(loop: asyncio.AbstractEventLoop) -> None:
    loop.call_later(1, lambda: time.sleep(1))


async def debug() -> None:
    print(f"{time.sleep(1)=}")


def on_done(task: asyncio.Task[None]) -> None:
    """A callback of the loop is a plain function."""
    print(task)
    # no `await` in here
    time.sleep(1)


async def watch(task: asyncio.Task[None]) -> None:
    task.add_done_callback(on_done)


async def lazily(delays: Iterable[float]) -> Callable[[], None]:
    steps = (time.sleep(delay) for delay in delays)
    return lambda: print(list(steps))
