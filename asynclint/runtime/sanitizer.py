"""The sanitizer as a whole: what is switched on, for which code, and where the evidence goes."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import sys
import threading
from asyncio import AbstractEventLoop, events
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import CoroutineType, FrameType
from typing import Any

from asynclint.runtime import guards
from asynclint.runtime.clock import Clock
from asynclint.runtime.coroutines import NeverAwaited
from asynclint.runtime.debug import DebugMode
from asynclint.runtime.evidence import Evidence, Sink, record_of
from asynclint.runtime.frames import Scope
from asynclint.runtime.guards import harmless
from asynclint.runtime.lines import Lines
from asynclint.runtime.nested import NestedRuns
from asynclint.runtime.options import THRESHOLD, Options
from asynclint.runtime.tasks import Tasks, WatchedTask
from asynclint.runtime.threads import WrongThread
from asynclint.runtime.timeouts import Timeouts
from asynclint.runtime.watchdog import Watchdog

__all__ = ["THRESHOLD", "Options", "Sanitizer"]

_EACH = 50  # times that the same evidence is written by itself
_PAUSE = 1.0  # seconds between two times that the rest is written


class Sanitizer:
    """Watches every loop of the process, from :meth:`install` to :meth:`uninstall`. Nothing it does may break the program."""

    def __init__(self, options: Options, sink: Sink, lines: Lines | None = None) -> None:
        self._sink = sink
        self._lines = lines
        self._counts: Counter[tuple[object, ...]] = Counter()
        self._more: dict[tuple[object, ...], Evidence] = {}  # what is not written one by one any more
        self._written = 0.0  # when it was, last (Clock.elapsed)
        self._is_telling = threading.local()
        self._has_failed = False  # what takes the evidence
        scope = self._scope = Scope(options.scope, options.exclude)
        self._frames: dict[AbstractEventLoop, FrameType] = {}  # in which each loop runs
        self._coroutines = NeverAwaited(options.origin_depth, scope, self.report)
        self._nested = NestedRuns(scope, self.report)
        self._timeouts = Timeouts(scope, self.report)
        self._threads = WrongThread(scope, self.report)
        self._tasks = Tasks(scope, self.report, self._threads)
        self._watchdog = Watchdog(options.threshold, scope, self.report, self._tasks.look_at_stopping)
        self._debug = DebugMode(options.debug, scope, self._watchdog, self.report)
        self._parts = self._coroutines, self._nested, self._timeouts, self._threads, self._debug
        self._set_running_loop: Callable[[AbstractEventLoop | None], None] | None = None
        self._followed: Any = None  # uvloop's class of loops, where uvloop was imported before us

    def install(self) -> None:
        """Begin with the loops that start from now on, and with the one that runs here."""
        guards.listen(self._fault)
        original = self._set_running_loop = events._set_running_loop

        def set_running_loop(loop: AbstractEventLoop | None) -> None:
            before = events._get_running_loop()
            original(loop)
            if loop is None and before is not None:
                self._stopped(before)
            elif loop is not None and loop is not before:
                frame = sys._getframe(1)
                if frame.f_code.co_name == "_run_forever_setup" and frame.f_back is not None:  # Python 3.13
                    frame = frame.f_back
                self._started(loop, frame)

        events._set_running_loop = set_running_loop
        asyncio._set_running_loop = set_running_loop
        # Where it is uvloop that has us begin, by importing asyncio, it has no loops yet.
        kind = getattr(sys.modules.get("uvloop"), "Loop", None)
        if kind is not None:
            self._safely(self._follow, kind)
        for part in self._parts:
            self._safely(part.install)
        self._safely(self._coroutines.track)  # those that are made where no loop runs yet, too
        if self._lines is not None:
            self._lines.calls.attach(self._scope, self._watchdog, self.report)
            self._lines.passed = self._tasks.passed
        atexit.register(self.finish)
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
        self._watchdog.close()
        for loop in list(self._frames):
            self._stopped(loop)
        for part in self._parts:
            self._safely(part.uninstall)
        self._safely(self._tasks.unwatch)
        if self._followed is not None:
            del self._followed.run_forever  # ours; what is left is inherited
            self._followed = None
        self.flush()
        guards.leave(self._fault)
        atexit.unregister(self.finish)

    @harmless
    def report(self, evidence: Evidence) -> None:
        """Hand on a piece of evidence; what comes again and again is put together, and handed on now and then."""
        if getattr(self._is_telling, "now", False):
            return
        self._is_telling.now = True
        try:
            key = (evidence.kind, evidence.place, evidence.test)
            thread = evidence.thread or threading.current_thread().name
            told = replace(evidence, time=evidence.time or Clock.now(), thread=thread)
            self._counts[key] += 1
            if self._counts[key] <= _EACH or evidence.block:  # whose begin and end the reader joins one by one
                self._hand_on(told)
            else:
                before = self._more.get(key)
                self._more[key] = told if before is None else _together(before, told)
                if Clock.elapsed() > self._written + _PAUSE:
                    self._write_more()
        finally:
            self._is_telling.now = False

    def left_behind(self, test: str, generations: Iterable[int | None] = (None,)) -> None:
        """Unawaited coroutines, tasks and what is not closed that are there now are of this test, whenever they are told of.

        Those that an earlier test has left behind stay that one's. Where only ``generations`` of the collector are looked at,
        everything that the test has made must be there.
        """
        for generation in generations:
            living = gc.get_objects(generation)
            kinds = {
                kind
                for kind in set(map(type, living))
                if issubclass(kind, (CoroutineType, WatchedTask, *self._debug.closed))
            }
            few = [each for each in living if type(each) in kinds]  # of many, so this is quick
            for part in (self._coroutines, self._tasks, self._debug):
                self._safely(part.left_behind, few, test)

    def flush(self) -> None:
        """Hand on what has been put together."""
        self._write_more()
        if self._lines is not None:
            self._lines.calls.flush()

    def _write_more(self) -> None:
        self._written = Clock.elapsed()
        while self._more:
            self._hand_on(self._more.popitem()[1])

    def _hand_on(self, evidence: Evidence) -> None:
        """What takes it may be the program's own function, and fail: not where it was seen, which is anywhere."""
        try:
            self._sink(record_of(evidence))
        except Exception as error:
            if not self._has_failed:
                self._has_failed = True
                with contextlib.suppress(Exception):
                    told = f"{type(error).__name__}: {error}"
                    sys.stderr.write(f"asynclint: what takes the evidence has failed, which is told once: {told}\n")

    def _follow(self, kind: Any) -> None:
        """Have loops of uvloop say when they run: it keeps the ``_set_running_loop`` of the time when it was imported."""
        inherited = kind.run_forever

        def run_forever(loop: Any) -> None:
            if loop in self._frames:  # which is refused
                inherited(loop)
                return
            self._started(loop, sys._getframe())
            try:
                inherited(loop)
            finally:
                self._stopped(loop)

        run_forever.__qualname__, run_forever.__doc__ = f"{kind.__qualname__}.run_forever", inherited.__doc__
        kind.run_forever = run_forever  # which run_until_complete calls as well
        self._followed = kind

    @harmless
    def _started(self, loop: AbstractEventLoop, frame: FrameType) -> None:
        self._frames[loop] = frame
        self._scope.begin(frame)
        self._safely(self._coroutines.track)
        self._safely(self._debug.started, loop)
        self._safely(self._tasks.watch, loop)
        self._safely(self._threads.started, loop)
        self._safely(self._nested.started, loop)
        self._safely(self._watchdog.watch, loop)

    @harmless
    def _stopped(self, loop: AbstractEventLoop) -> None:
        frame = self._frames.pop(loop, None)
        self._safely(self._watchdog.unwatch, loop)
        self._safely(self._threads.stopped, loop)
        self._safely(self._tasks.stopped, loop)
        if frame is not None:
            self._scope.end(frame)
        self._safely(self.flush)

    def finish(self) -> None:
        """Tell what is left to tell: at the end of the process, or of a test run."""
        self._safely(self._coroutines.look_for_living)
        self._safely(self.flush)

    def _safely(self, function: Callable[..., object], *args: Any) -> None:
        """A fault of ours is told, and the program goes on."""
        try:
            function(*args)
        except Exception as error:
            self._fault(f"{function.__qualname__}: {type(error).__name__}: {error}")

    def _fault(self, detail: str) -> None:
        with contextlib.suppress(Exception):
            self._sink({"kind": "fault", "detail": detail})


def _together(first: Evidence, second: Evidence) -> Evidence:
    """Two pieces of evidence of one kind and place, as one: the longer one's."""
    worse = max(first, second, key=lambda each: each.duration)
    total = (first.total or first.duration) + (second.total or second.duration)
    return replace(worse, count=first.count + second.count, total=round(total, 6))


def _running_in(frame: FrameType) -> FrameType:
    """The frame in which the loop runs that called ``frame``: asyncio's own, or the outermost where that is not to be seen."""
    while frame.f_back is not None and frame.f_code.co_name != "run_forever":
        frame = frame.f_back
    return frame
