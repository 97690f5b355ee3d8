"""The watchdog: a thread that asks every loop to answer, and looks at what it does while it does not.

Every tick a tiny callback is posted to the loop. While the answer is missing for longer than the threshold, the stack of the
loop's thread is sampled, and the block is told while it lasts, in case it never ends. One long step is told from many short
ones by the identity of the callback that runs; a loop that has no processor, from one that works, by the scheduler's own
numbers. Cost for the loop: one callback a tick.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import threading
import weakref
from asyncio import AbstractEventLoop
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from asynclint.runtime.clock import Clock
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place, Scope, place, stack

TICK = 0.02  # seconds between two questions
_BUSY = 0.5  # share of a block that the thread has to be on the processor (or to wait for it) to be called so
_PATIENCE = 1.0  # seconds that a loop that stops waits for the watchdog, which may be telling of it


@dataclass(slots=True)
class _Sample:
    """What the loop's thread did at one moment: the step (its identity), the user's line, and the stack."""

    time: float
    step: int
    place: Place | None
    stack: tuple[Place, ...]
    exempt: str  # why the step may take its time; empty where it may not


@dataclass(slots=True)
class _Watched:
    loop: AbstractEventLoop
    thread: int
    native: int
    name: str
    worked: float  # seconds on the processor before it was watched
    asked: float = 0.0  # when the question was posted that has no answer yet; 0 where all are answered
    answered: float = 0.0
    samples: list[_Sample] = field(default_factory=list)  # of the step that runs
    begin: float = 0.0  # of that step
    usage: tuple[float, float] = (0.0, 0.0)  # seconds on the processor and waiting for it, when the step began
    asked_usage: tuple[float, float] = (0.0, 0.0)  # the same when asked
    looked: tuple[float, float] | None = None  # the same at the last tick; None before the first
    block: int = 0  # what the block is called that was told while it lasts
    told: list[tuple[float, float]] = field(default_factory=list)  # begin and end of what was told
    is_told: bool = False  # whether anything was, since the question
    deferred: list[tuple[float, float, Evidence]] = field(default_factory=list)


class Watchdog:
    """Watches loops, and reports steps longer than ``threshold`` (seconds) as evidence.

    ``answered`` is called in a loop's thread whenever that answers.
    """

    def __init__(
        self,
        threshold: float,
        scope: Scope,
        report: Callable[[Evidence], None],
        answered: Callable[[AbstractEventLoop], None],
    ) -> None:
        self._threshold = threshold
        self._tick = min(TICK, threshold / 4)
        self._scope = scope
        self._report = report
        self._answered = answered
        self._watched: dict[int, _Watched] = {}
        self._lock = threading.Lock()
        self._looking = threading.RLock()  # held while a loop is looked at and told of
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._blocks = itertools.count(1)
        _WATCHDOGS.add(self)

    def watch(self, loop: AbstractEventLoop) -> None:
        """Watch the loop that begins to run in this thread."""
        thread = threading.current_thread()
        watched = _Watched(loop, threading.get_ident(), threading.get_native_id(), thread.name, Clock.of_thread())
        with self._lock:
            self._watched[id(loop)] = watched
            if self._thread is None or not self._thread.is_alive():
                self._stop.clear()
                self._thread = threading.Thread(target=self._run, name="asynclint-watchdog", daemon=True)
                self._thread.start()

    def unwatch(self, loop: AbstractEventLoop) -> None:
        """The loop has stopped; a block that is under way ends with it. What there is to tell is told when this returns."""
        now = Clock.elapsed()
        with self._lock:
            watched = self._watched.pop(id(loop), None)
        if watched is None:
            return
        is_alone = self._looking.acquire(timeout=_PATIENCE)
        try:
            if watched.asked:
                self._settle(watched, now)
            self._tell_deferred(watched)
        finally:
            if is_alone:
                self._looking.release()

    def defer(self, begin: float, end: float, evidence: Evidence) -> None:
        """Tell of something long that happened in this thread, unless the watchdog tells of the same time by itself.

        ``begin`` and ``end`` are of ``Clock.elapsed``. Where no loop of the thread is watched, it is told at once.
        """
        thread = threading.get_ident()
        for watched in list(self._watched.values()):
            if watched.thread == thread:
                watched.deferred.append((begin, end, evidence))
                return
        self._report(evidence)

    @property
    def threshold(self) -> float:
        """Seconds from which on a step is the watchdog's affair."""
        return self._threshold

    def forked(self) -> None:
        """In a child that was forked there is no such thread, and nobody to open a lock that it held."""
        self._lock = threading.Lock()
        self._looking = threading.RLock()
        self._stop = threading.Event()
        self._watched = {}
        self._thread = None

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(1.0)

    # -- In the watchdog's thread --

    def _run(self) -> None:
        before = Clock.elapsed()
        while not self._stop.wait(self._tick):
            before = self._turn(before)

    def _turn(self, before: float) -> float:
        """Look at every loop; by the end of it, nothing here keeps a loop alive that the program is done with."""
        now = Clock.elapsed()
        overslept = now - before - self._tick
        # At once: whatever is done first, be it reading a file, lets the loop's thread go on.
        frames = sys._current_frames() if overslept > self._threshold else {}
        with self._lock:
            todo = list(self._watched.values())
        for watched in todo:
            with self._looking:
                if self._watched.get(id(watched.loop)) is watched:  # it may have stopped meanwhile
                    self._look(watched, now, overslept, frames.get(watched.thread))
        return now

    def _look(self, watched: _Watched, now: float, overslept: float, frame: FrameType | None) -> None:
        usage = _usage(watched.native)
        before = watched.looked or (watched.worked, usage[1])
        watched.looked = usage
        busy, waiting = usage[0] - before[0], usage[1] - before[1]
        if frame is not None and busy > max(self._threshold, (overslept - waiting) * _BUSY):
            self._held(watched, now, overslept, frame)
            return
        if watched.asked and watched.answered >= watched.asked:
            self._settle(watched, watched.answered)
        if not watched.asked:
            if overslept > self._threshold and waiting > overslept * _BUSY and not watched.told:
                self._tell("starved", None, (), now - overslept, now, watched)
            self._tell_deferred(watched)
            self._ask(watched, now, usage)
            return
        if now - watched.asked > self._tick:
            frame = sys._current_frames().get(watched.thread)
            if frame is not None:
                sample = self._sample(frame, watched, now)
                del frame
                if watched.samples and watched.samples[-1].step != sample.step:
                    self._finish(watched, now)
                    watched.samples, watched.begin, watched.usage = [], now, usage
                watched.samples.append(sample)
                if not watched.block and now - watched.begin > self._threshold:
                    self._tell_now(watched, now)

    def _held(self, watched: _Watched, now: float, overslept: float, frame: FrameType) -> None:
        """The loop's thread kept everybody from running, this one too: where it is now is where it was."""
        sample = self._sample(frame, watched, now)
        watched.asked = 0.0
        if sample.place is not None:
            self._tell_sample("gil-held", sample, now - overslept, now, watched)
        self._close(watched)

    def _ask(self, watched: _Watched, now: float, usage: tuple[float, float]) -> None:
        watched.asked = watched.begin = now
        watched.samples = []
        watched.asked_usage = watched.usage = usage
        watched.is_told = False

        def answer() -> None:
            watched.answered = Clock.elapsed()
            self._answered(watched.loop)

        try:
            watched.loop.call_soon_threadsafe(answer)
        except RuntimeError:  # closed meanwhile
            watched.asked = 0.0

    def _sample(self, frame: FrameType, watched: _Watched, now: float) -> _Sample:
        own, exempt = self._scope.blamed(frame)
        where = None if own is None else place(own.f_code, own.f_lineno)
        return _Sample(now, self._step(frame, watched.loop), where, stack(frame), exempt)

    def _step(self, frame: FrameType, loop: AbstractEventLoop) -> int:
        """The identity of the callback that runs: asyncio's handle, or the task and the outermost frame that the loop called."""
        inner: FrameType | None = None
        each: FrameType | None = frame
        while each is not None and not self._scope.is_runner(each):
            if each.f_code.co_name == "_run_once":
                handle: Any = each.f_locals.get("handle")
                return id(handle) ^ int(each.f_locals.get("i", 0))
            inner, each = each, each.f_back
        return id(inner) ^ id(asyncio.current_task(loop))

    def _settle(self, watched: _Watched, end: float) -> None:
        """The question is answered: tell what took so long, if it did."""
        asked = watched.asked
        if watched.samples:
            self._finish(watched, end)
        if not watched.is_told and end - asked > self._threshold:
            if self._waited(watched.asked_usage, watched) > (end - asked) * _BUSY:
                self._tell("starved", None, (), asked, end, watched)
            elif watched.samples:  # else nobody knows: the watchdog was kept from looking
                self._tell("congested", None, (), asked, end, watched)
        watched.asked, watched.samples = 0.0, []
        self._close(watched)

    def _finish(self, watched: _Watched, until: float) -> None:
        """The step that ran is over: tell of it, if it took too long."""
        duration = until - watched.begin
        if duration <= self._threshold:
            return
        waiting = self._waited(watched.usage, watched)
        if waiting > duration * _BUSY:
            self._tell("starved", None, (), watched.begin, until, watched)
            return
        sample = _most_told(watched.samples)
        if sample.place is not None:
            busy = _usage(watched.native)[0] - watched.usage[0]
            kind = "cpu" if busy > (duration - waiting) * _BUSY else "blocked"
            # A call that was timed knows better when it began: up to a tick before the question.
            timed = (start for start, stop, _ in list(watched.deferred) if start < until and stop > watched.begin)
            self._tell_sample(kind, sample, min([watched.begin, *timed]), until, watched)
        watched.is_told = True  # where no line is the program's own, nobody is to blame

    @staticmethod
    def _waited(before: tuple[float, float], watched: _Watched) -> float:
        """Seconds that the loop's thread has waited for a processor since then."""
        return _usage(watched.native)[1] - before[1]

    def _tell_now(self, watched: _Watched, now: float) -> None:
        """The step that is under way blocks the loop, whatever becomes of it."""
        last, begin = watched.samples[-1], watched.begin
        if last.place is None or last.exempt or self._waited(watched.usage, watched) > (now - begin) * _BUSY:
            return
        block = next(self._blocks)
        self._tell("blocking-now", last.place, last.stack, begin, now, watched, block=block)
        watched.block = block

    def _tell_sample(self, kind: str, sample: _Sample, begin: float, end: float, watched: _Watched) -> None:
        kind = "exempt" if sample.exempt else kind
        self._tell(kind, sample.place, sample.stack, begin, end, watched, sample.exempt)

    def _tell(
        self,
        kind: str,
        where: Place | None,
        frames: tuple[Place, ...],
        begin: float,
        end: float,
        watched: _Watched,
        detail: str = "",
        block: int = 0,
    ) -> None:
        watched.told.append((begin, end))
        watched.is_told = watched.is_told or kind != "blocking-now"
        block = block or watched.block
        watched.block = 0
        ended = Clock.now() - (Clock.elapsed() - end)
        self._report(Evidence(kind, where, frames, round(end - begin, 6), ended, watched.name, detail, block=block))

    def _close(self, watched: _Watched) -> None:
        """What was told while it lasted has come to an end that blames nobody."""
        if watched.block:
            now = Clock.elapsed()
            self._tell("exempt", None, (), now, now, watched, "no line of the program's own")

    def _tell_deferred(self, watched: _Watched) -> None:
        while watched.deferred:
            begin, end, evidence = watched.deferred.pop(0)
            if all(begin >= told_end or end <= told_begin for told_begin, told_end in watched.told):
                self._report(evidence)
        watched.told.clear()


def _forked() -> None:
    for watchdog in _WATCHDOGS:
        watchdog.forked()


_WATCHDOGS: weakref.WeakSet[Watchdog] = weakref.WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def _most_told(samples: list[_Sample]) -> _Sample:
    """The sample whose line was seen most often."""
    places = [sample.place for sample in samples]
    return max(samples, key=lambda sample: places.count(sample.place))


def _usage(native: int) -> tuple[float, float]:
    """Seconds that the thread was on a processor, and that it waited for one (Linux; elsewhere both are 0)."""
    try:
        with open(f"/proc/self/task/{native}/schedstat", "rb") as file:
            running, waiting, _ = file.read().split()
    except (OSError, ValueError):
        return 0.0, 0.0
    return int(running) / 1e9, int(waiting) / 1e9
