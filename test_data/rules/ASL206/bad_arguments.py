"""Arguments that still make it wait, or may."""

import fcntl
import queue
import threading


async def waits(items: queue.Queue[int], ready: threading.Event, file: int, block: bool) -> None:
    items.get(True)  # expect: ASL206
    items.get(block)  # expect: ASL206
    items.get(timeout=0.5)  # expect: ASL206
    items.get(True, 5)  # expect: ASL206
    ready.wait(True)  # expect: ASL206
    fcntl.flock(file, fcntl.LOCK_EX)  # expect: ASL206
