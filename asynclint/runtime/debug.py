"""asyncio's debug mode: put on where that is wanted, and what it reports taken in as evidence wherever it is on.

What it has of its own: slow callbacks (by log), loops and transports that are never closed (``ResourceWarning``), coroutines
given to ``call_soon``. Calls from the wrong thread, coroutines that nobody awaits and the like are evidence in any mode.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
import types
import warnings
from asyncio import AbstractEventLoop, base_events, coroutines, selector_events, sslproto, streams
from asyncio.base_subprocess import BaseSubprocessTransport
from asyncio.log import logger
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

from asynclint.runtime.clock import Clock
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place, Scope, module_of, place, stack
from asynclint.runtime.guards import harmless
from asynclint.runtime.overrides import Overrides
from asynclint.runtime.watchdog import Watchdog

_SLOW = "Executing %s took %.3f seconds"


class DebugMode:
    """Switches it on for every loop if it is ``wanted``; takes in what it says in any case."""

    def __init__(self, wanted: bool, scope: Scope, watchdog: Watchdog, report: Callable[[Evidence], None]) -> None:
        self._wanted = wanted
        self._scope = scope
        self._watchdog = watchdog
        self._report = report
        self._ours = Overrides()
        self._listens = False

    def install(self) -> None:
        """Begin: loops that are made from now on are in debug mode, if that is wanted."""
        if self._wanted:
            self._ours.put(coroutines, "_is_debug_mode", lambda: True)
            self._listen()

    def uninstall(self) -> None:
        """End; loops stay in the mode they are in."""
        self._ours.restore()
        logger.removeFilter(self._logged)
        self._listens = False

    def started(self, loop: AbstractEventLoop) -> None:
        """A loop begins to run."""
        if self._wanted and not loop.get_debug():
            loop.set_debug(True)
        if loop.get_debug():
            self._listen()

    def _listen(self) -> None:
        if self._listens:
            return
        self._listens = True
        logger.addFilter(self._logged)
        for kind in (
            base_events.BaseEventLoop,
            BaseSubprocessTransport,
            selector_events._SelectorTransport,  # type: ignore[attr-defined]
            sslproto._SSLProtocolTransport,
            streams.StreamWriter,
        ):
            self._follow(kind)
        if sys.platform != "win32":
            from asyncio import unix_events

            self._follow(unix_events._UnixReadPipeTransport)  # type: ignore[attr-defined]
            self._follow(unix_events._UnixWritePipeTransport)  # type: ignore[attr-defined]
        check = base_events.BaseEventLoop._check_callback  # type: ignore[attr-defined]

        def _check_callback(loop: Any, callback: Any, method: str) -> None:
            try:
                check(loop, callback, method)
            except TypeError as error:
                self._tell("debug", sys._getframe(1), str(error))
                raise

        self._ours.put(base_events.BaseEventLoop, "_check_callback", _check_callback)

    @harmless
    def _tell(self, kind: str, frame: FrameType, detail: str) -> None:
        own = self._scope.innermost(frame)
        if own is not None:
            self._report(Evidence(kind, place(own.f_code, own.f_lineno), stack(frame), detail=detail))

    # -- Slow callbacks --

    def _logged(self, record: logging.LogRecord) -> bool:
        """Take the log record in, and let it pass."""
        if record.msg == _SLOW and isinstance(record.args, tuple) and len(record.args) == 2:
            with contextlib.suppress(Exception):
                self._slow(record, sys._getframe(1))
        return True

    def _slow(self, record: logging.LogRecord, frame: FrameType | None) -> None:
        assert isinstance(record.args, tuple)
        seconds = float(record.args[1])  # type: ignore[arg-type]
        while frame is not None and frame.f_code.co_name != "_run_once":
            frame = frame.f_back
        where, about = self._of_handle(None if frame is None else frame.f_locals.get("handle"))
        thread = threading.current_thread().name
        evidence = Evidence(
            "slow-callback", where, duration=round(seconds, 6), thread=thread, about=about, detail=record.getMessage()
        )
        now = Clock.elapsed()
        self._watchdog.defer(now - seconds, now, evidence)

    def _of_handle(self, handle: Any) -> tuple[Place | None, Place | None]:
        """Where what the handle runs is now, or begins; and where it begins."""
        callback = getattr(handle, "_callback", None)
        task = getattr(callback, "__self__", None)
        if not isinstance(task, asyncio.Task):
            code = getattr(callback, "__code__", None)
            about = (
                place(code, None)
                if isinstance(code, types.CodeType) and self._scope.is_own(code.co_filename, "")
                else None
            )
            return about, about
        where: Place | None = None
        each: Any = task.get_coro()
        about = place(each.cr_code, None) if isinstance(each, types.CoroutineType) else None
        while isinstance(each, types.CoroutineType):
            frame = each.cr_frame
            if frame is not None and self._scope.is_own(frame.f_code.co_filename, module_of(frame)):
                where = place(frame.f_code, frame.f_lineno)
            each = each.cr_await
        return where or about, about

    # -- Never closed --

    @property
    def closed(self) -> tuple[type, ...]:
        """The classes of which it is told when they are not closed."""
        return self._ours.owners("__del__")

    def left_behind(self, living: Iterable[object], test: str) -> None:
        """What is to be closed, and there among the ``living``, belongs to the test, except what belongs to one already."""
        for each in living:
            if issubclass(type(each), self.closed) and not getattr(each, "_asynclint_test", ""):
                with contextlib.suppress(AttributeError):
                    each._asynclint_test = test  # type: ignore[attr-defined]

    def _follow(self, kind: Any) -> None:
        """Objects of the class know which line made them, and tell when they are collected without having been closed."""
        begin, end = kind.__init__, kind.__del__
        scope, tell = self._scope, self._unclosed

        def __init__(made: Any, *args: Any, **options: Any) -> None:
            with contextlib.suppress(Exception):
                own = scope.innermost(sys._getframe(1))
                if own is not None:
                    made._asynclint_made = place(own.f_code, own.f_lineno)
            begin(made, *args, **options)

        def __del__(made: Any) -> None:
            def warn(message: str, category: Any = None, stacklevel: int = 1, source: Any = None) -> None:
                tell(made, message)
                warnings.warn(message, category, stacklevel + 1, source=source)

            if kind is streams.StreamWriter:  # its warning cannot be had before Python 3.13
                if not made.transport.is_closing():
                    tell(made, f"unclosed {made!r}")
                end(made)
            else:
                end(made, warn if "_warn" in end.__code__.co_varnames else types.SimpleNamespace(warn=warn))

        self._ours.put(kind, "__init__", __init__)
        self._ours.put(kind, "__del__", __del__)

    @harmless
    def _unclosed(self, made: object, message: str) -> None:
        where, test = getattr(made, "_asynclint_made", None), getattr(made, "_asynclint_test", "")
        self._report(Evidence("unclosed", where, detail=message, test=test))
