"""The project's own `Lock` is asyncio's; the thread's one is for the writer thread only."""

import threading
from asyncio import Lock

WRITER = threading.Lock()


def write(text: str) -> None:
    with WRITER:
        print(text)
