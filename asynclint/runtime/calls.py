"""Calls on flagged lines, timed one by one: what is too short for the watchdog, which takes samples.

Only calls by a thread whose loop is running count. Those that take longer than ``FLOOR`` are evidence; the watchdog has the
first word on those that are longer than its threshold, since it knows whether the machine was busy with something else.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

from asynclint.runtime.clock import Clock
from asynclint.runtime.evidence import Evidence, Sink
from asynclint.runtime.frames import Scope, place, stack
from asynclint.runtime.guards import harmless

if TYPE_CHECKING:
    from asynclint.runtime.watchdog import Watchdog  # which imports asyncio

FLOOR = 0.001
"""Seconds from which on a call is said to block: what is shorter can be the machine's doing."""
CAP = 1_000
"""How often a flagged line, or a call on it, is looked at: it costs nothing afterwards, or next to nothing."""


class Calls:
    """Sums up calls, and tells of the long ones once :meth:`attach` has said to whom."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._sums: dict[tuple[str, int], tuple[int, float, float]] = {}  # count, worst and total since the last flush
        self._scope: Scope | None = None
        self._watchdog: Watchdog | None = None
        self._report: Callable[[Evidence], None] | None = None
        self.loop: Callable[[], object] = lambda: None
        """The loop that runs in this thread; none does before asyncio is there."""

    def attach(self, scope: Scope, watchdog: Watchdog, report: Callable[[Evidence], None]) -> None:
        """Begin: asyncio is imported."""
        self._scope, self._watchdog, self._report = scope, watchdog, report
        self.loop = sys.modules["asyncio"]._get_running_loop

    @harmless
    def took(self, path: str, line: int, callee: Any, begin: float, frame: FrameType) -> None:
        """The call on the flagged line of ``frame``, begun at ``begin`` (``Clock.elapsed``), has returned."""
        end = Clock.elapsed()
        duration = end - begin
        count, worst, total = self._sums.get((path, line), (0, 0.0, 0.0))
        self._sums[path, line] = count + 1, max(worst, duration), total + duration
        if duration < FLOOR or self._scope is None or self._watchdog is None or self._report is None:
            return
        own, exempt = self._scope.blamed(frame)
        if own is not frame or exempt:
            return
        where = place(frame.f_code, line)
        thread, detail = threading.current_thread().name, f"call of {_name(callee)}"
        # The time now: the watchdog may take a while.
        evidence = Evidence("blocking-call", where, stack(frame), round(duration, 6), Clock.now(), thread, detail)
        if duration > self._watchdog.threshold:
            self._watchdog.defer(begin, end, evidence)
        else:
            self._report(evidence)

    def flush(self) -> None:
        """Write the sums down."""
        while self._sums:
            (path, line), (count, worst, total) = self._sums.popitem()
            record = {"path": path, "line": line, "count": count, "duration": round(worst, 6), "total": round(total, 6)}
            self._sink({"kind": "calls", **record})


def _name(callee: Any) -> str:
    """What is called, as people would write it, as far as that can be told; source text is that already."""
    if isinstance(callee, str):
        return callee
    module = getattr(callee, "__module__", None)
    name = getattr(callee, "__qualname__", None) or getattr(type(callee), "__qualname__", "?")
    return f"{module}.{name}" if isinstance(module, str) and module != "builtins" else str(name)
