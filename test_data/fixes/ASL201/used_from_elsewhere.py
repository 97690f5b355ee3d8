"""An import that is listed in `__all__`, or may be patched by its name, stays."""

import time
from time import monotonic, sleep

__all__ = ["monotonic", "sleep", "wait"]

PATCHED = f"{__name__}.time.sleep", "some.module.time.sleep"


async def wait() -> None:
    sleep(1)
    time.sleep(1)
