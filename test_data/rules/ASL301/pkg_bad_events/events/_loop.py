import asyncio
from asyncio import create_task as start


def loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_event_loop()


def background(coroutine):
    """Looks like it takes care, and does not."""
    return start(coroutine)
