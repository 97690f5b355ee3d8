"""Calls from the wrong thread: what a loop is asked by another thread than its own, without ``call_soon_threadsafe``.

Everything that hands a loop something to do comes down to ``call_soon`` and ``call_at``: ``create_task``, ``Task.cancel``,
``Future.set_result``. Of asyncio's loops both begin with ``_check_closed``, which looks at the thread as well, here; debug mode
does the same at this point (``BaseEventLoop._check_thread``). Of other loops, methods are overridden; ``call_soon`` only in debug
mode, since it would cost half of what uvloop's speed is about: there it is tasks that say who makes and who cancels them.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from asyncio import AbstractEventLoop
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from types import FrameType
from typing import Any

from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Scope, place, stack
from asynclint.runtime.guards import harmless
from asynclint.runtime.overrides import Overrides

_CHECKED = frozenset({"call_soon", "call_at"})


class WrongThread:
    """Looks at the thread of whoever hands a loop something to do."""

    def __init__(self, scope: Scope, report: Callable[[Evidence], None]) -> None:
        self._scope = scope
        self._report = report
        self._names: dict[int, tuple[int, str]] = {}  # identity of a loop that runs -> identity and name of its thread
        self._ours = Overrides()

    def install(self) -> None:
        """Begin."""
        original = BaseEventLoop._check_closed  # type: ignore[attr-defined]
        get_ident, tell = threading.get_ident, self._tell

        def _check_closed(loop: Any) -> None:
            if loop._thread_id == get_ident() and not loop._closed:  # nearly always
                return
            original(loop)
            if loop._thread_id is not None and loop._thread_id != get_ident():
                frame = sys._getframe(1)
                if frame.f_code.co_name in _CHECKED:
                    tell(loop, frame.f_code.co_name, frame)

        self._ours.put(BaseEventLoop, "_check_closed", _check_closed)

    def uninstall(self) -> None:
        """End, as if it had never been."""
        self._ours.restore()

    def started(self, loop: AbstractEventLoop) -> None:
        """The loop begins to run in this thread."""
        self._names[id(loop)] = threading.get_ident(), threading.current_thread().name
        if not isinstance(loop, BaseEventLoop):
            for name in ("call_later", "call_at", *(("call_soon",) if loop.get_debug() else ())):
                self._override(type(loop), name)

    @harmless
    def check(self, loop: AbstractEventLoop, name: str, frame: FrameType) -> None:
        """``frame`` calls a method of that name, which ends in the loop: tell if this is not its thread."""
        if self._names.get(id(loop), (threading.get_ident(), ""))[0] != threading.get_ident():
            self._tell(loop, name, frame)

    def stopped(self, loop: AbstractEventLoop) -> None:
        """It does not run any more, and anybody may give it something to do."""
        self._names.pop(id(loop), None)

    def _override(self, kind: Any, name: str) -> None:
        if self._ours.has(kind, name):
            return
        original = getattr(kind, name)

        def method(loop: Any, *args: Any, **options: Any) -> Any:
            if asyncio._get_running_loop() is not loop:
                self.check(loop, name, sys._getframe(1))
            return original(loop, *args, **options)

        method.__name__, method.__qualname__, method.__doc__ = name, f"{kind.__qualname__}.{name}", original.__doc__
        self._ours.put(kind, name, method)

    @harmless
    def _tell(self, loop: AbstractEventLoop, name: str, frame: FrameType) -> None:
        if _is_of_collector(frame):
            return
        own = self._scope.innermost(frame)
        if own is not None:
            here, there = threading.current_thread().name, self._names.get(id(loop), (0, "another thread"))[1]
            detail = f"{name} in {here}, the loop runs in {there}"
            self._report(
                Evidence("wrong-thread", place(own.f_code, own.f_lineno), stack(frame), thread=here, detail=detail)
            )


def _is_of_collector(frame: FrameType | None) -> bool:
    """Whether the garbage collector calls: it does so in whatever thread it is in."""
    while frame is not None:
        if frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False
