# unsafe
# left: ASL206:25, ASL206:38
"""A reentrant lock or a condition belongs to the thread that took it: no other may wait in its place."""

import threading

again = threading.RLock()
changed = threading.Condition()
lock = threading.Lock()
ready = threading.Event()


async def reenter() -> None:
    """The thread of the pool would own it, for good."""

    again.acquire()
    print("owned")
    again.release()


async def wait() -> None:
    """Both."""
    with changed:
        # the lock of the condition is held here
        changed.wait(1)


def take(timeout: float) -> bool:
    return again.acquire(timeout=timeout)


async def helper() -> None:
    """A helper takes it for a thread of the pool as well."""
    print("here")
    # one
    # two

    print(take(1))
