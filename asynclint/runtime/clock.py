"""Time as it passes, also for a test that freezes it: freezegun replaces the functions of ``time`` wherever a module has them."""

from __future__ import annotations

import time


class Clock:
    """The functions of ``time`` as they were, out of such a tool's sight."""

    elapsed = staticmethod(time.perf_counter)
    """Seconds since some moment, for durations."""
    of_thread = staticmethod(time.thread_time)
    """Seconds that this thread was on a processor."""
    now = staticmethod(time.time)
    """Seconds since the epoch."""
