"""The sanitizer as a whole: what is switched on, for which code, and where the evidence goes."""

from __future__ import annotations

import asyncio
import atexit
import sys
import threading
import time
from asyncio import AbstractEventLoop, events
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FrameType
from typing import Any

from asynclint.runtime.coroutines import NeverAwaited
from asynclint.runtime.evidence import Evidence, Sink, record_of
from asynclint.runtime.frames import Scope
from asynclint.runtime.nested import NestedRuns
from asynclint.runtime.tasks import Tasks
from asynclint.runtime.timeouts import Timeouts
from asynclint.runtime.watchdog import Watchdog

THRESHOLD = 0.1  # seconds
_EACH = 50  # times that the same evidence is written


@dataclass(frozen=True, slots=True)
class Options:
    """What to watch: steps longer than ``threshold`` seconds, in the packages of ``scope`` and not in those of ``exclude``."""

    threshold: float = THRESHOLD
    scope: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Sanitizer:
    """Watches every loop of the process, from :meth:`install` to :meth:`uninstall`. Nothing it does may break the program."""

    def __init__(self, options: Options, sink: Sink) -> None:
        self._sink = sink
        self._counts: Counter[tuple[object, ...]] = Counter()
        self._is_telling = threading.local()
        scope = self._scope = Scope(options.scope, options.exclude)
        self._frames: dict[AbstractEventLoop, FrameType] = {}  # in which each loop runs
        self._watchdog = Watchdog(options.threshold, scope, self.report)
        self._coroutines = NeverAwaited(scope, self.report)
        self._nested = NestedRuns(scope, self.report)
        self._timeouts = Timeouts(scope, self.report)
        self._tasks = Tasks(scope, self.report)
        self._set_running_loop: Callable[[AbstractEventLoop | None], None] | None = None

    def install(self) -> None:
        """Begin with the loops that start from now on, and with the one that runs here."""
        original = self._set_running_loop = events._set_running_loop

        def set_running_loop(loop: AbstractEventLoop | None) -> None:
            before = events._get_running_loop()
            original(loop)
            if loop is None and before is not None:
                self._stopped(before)
            elif loop is not None and loop is not before:
                self._started(loop, sys._getframe(1))

        events._set_running_loop = set_running_loop
        asyncio._set_running_loop = set_running_loop
        self._coroutines.install()
        self._nested.install()
        self._timeouts.install()
        atexit.register(self._at_exit)
        running = events._get_running_loop()
        if running is not None:
            self._started(running, _running_in(sys._getframe(1)))

    def uninstall(self) -> None:
        """End."""
        if self._set_running_loop is None:
            return
        events._set_running_loop = self._set_running_loop
        asyncio._set_running_loop = self._set_running_loop
        self._set_running_loop = None
        self._coroutines.uninstall()
        self._nested.uninstall()
        self._timeouts.uninstall()
        self._watchdog.close()
        for loop in list(self._frames):
            self._stopped(loop)
        atexit.unregister(self._at_exit)

    def report(self, evidence: Evidence) -> None:
        """Hand on a piece of evidence; the same again and again is cut off at some point."""
        if getattr(self._is_telling, "now", False):
            return
        self._is_telling.now = True
        try:
            key = (evidence.kind, evidence.place)
            self._counts[key] += 1
            if self._counts[key] <= _EACH:
                self._sink(record_of(replace(evidence, time=time.time())))
        finally:
            self._is_telling.now = False

    def _started(self, loop: AbstractEventLoop, frame: FrameType) -> None:
        self._frames[loop] = frame
        self._scope.begin(frame)
        self._safely(self._coroutines.track)
        self._safely(self._tasks.watch, loop)
        self._safely(self._watchdog.watch, loop)

    def _stopped(self, loop: AbstractEventLoop) -> None:
        frame = self._frames.pop(loop, None)
        if frame is not None:
            self._scope.end(frame)
        self._safely(self._watchdog.unwatch, loop)

    def _at_exit(self) -> None:
        self._safely(self._coroutines.look_for_living)

    def _safely(self, function: Callable[..., object], *args: Any) -> None:
        """A fault of ours is told, and the program goes on."""
        try:
            function(*args)
        except Exception as error:
            self._sink({"kind": "fault", "detail": f"{function.__qualname__}: {type(error).__name__}: {error}"})


def _running_in(frame: FrameType) -> FrameType:
    """The frame in which the loop runs that called ``frame``: asyncio's own, or the outermost where that is not to be seen."""
    while frame.f_back is not None and frame.f_code.co_name != "run_forever":
        frame = frame.f_back
    return frame
