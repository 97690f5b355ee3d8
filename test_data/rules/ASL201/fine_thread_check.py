"""The helper looks where it is before it sleeps."""

import asyncio
import threading
import time


def pause(seconds: float) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        time.sleep(seconds)
    else:
        raise RuntimeError("use `await asyncio.sleep()` here")


def wait_a_little(seconds: float) -> None:
    if threading.current_thread() is not threading.main_thread():
        time.sleep(seconds)


def settle(seconds: float) -> None:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    if loop is None:
        time.sleep(seconds)


async def main() -> None:
    pause(1)
    wait_a_little(1)
    settle(1)


if __name__ == "__main__":
    pause(1)
    asyncio.run(main())
