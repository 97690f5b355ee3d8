"""Flagged lines by ``sys.monitoring`` (Python 3.12): lines, and the calls on them with what they turned out to call.

Events are local to the functions that hold a flagged line. A place that is not flagged is heard of once, one that is, up to
the cap. A call of C has an event of its own at the end; of a function in Python the return is watched.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from types import CodeType, FrameType, FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any

from asynclint.runtime.calls import CAP
from asynclint.runtime.clock import Clock
from asynclint.runtime.frames import functions
from asynclint.runtime.guards import harmless

if TYPE_CHECKING:
    from asynclint.runtime.lines import Lines

_TOOL = 4  # debuggers, coverage and profilers have 0, 1 and 2
_LAZY = inspect.CO_COROUTINE | inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
_OUTSIDE = 10  # a call that no loop runs counts for a tenth

_Call = tuple[CodeType, int, float, Any]
"""Code and line of a call, when it began (``Clock.elapsed``), and what is called."""

_monitoring: Any = getattr(sys, "monitoring", None)


class Monitoring:
    """Hears of the flagged lines, and tells ``lines``.

    Code objects are known by their identity: they are kept, and to hash one takes longer than all the rest.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._disable: Any = _monitoring.DISABLE
        self._kept: list[CodeType] = []
        self._flagged: dict[int, frozenset[int]] = {}  # code -> flagged lines of its file
        self._at: dict[int, dict[int, int]] = {}  # code -> offset of an instruction -> its line, if it is flagged
        self._hits: dict[tuple[int, int], int] = {}  # code and line, or code and (negative) offset of a call
        self._open: dict[int, _Call] = {}  # frame -> the call that it waits for
        self._callees: dict[int, set[tuple[int, int]]] = {}  # code whose return is heard of -> the calls it matters to

    def install(self) -> None:
        """Begin. Raises ValueError where somebody else has the tool."""
        events = _monitoring.events
        _monitoring.use_tool_id(_TOOL, "asynclint")
        _monitoring.register_callback(_TOOL, events.LINE, self._line)
        _monitoring.register_callback(_TOOL, events.CALL, self._call)
        _monitoring.register_callback(_TOOL, events.C_RETURN, self._returned_from_c)
        _monitoring.register_callback(_TOOL, events.C_RAISE, self._returned_from_c)
        _monitoring.register_callback(_TOOL, events.PY_RETURN, self._returned)

    def after_import(self) -> dict[str, Callable[[ModuleType], None]]:
        """Nothing: whatever makes code, its lines are those of the source."""
        return {}

    def met(self, code: CodeType, path: str, flagged: frozenset[int]) -> frozenset[int]:
        """Watch the functions of a module that hold flagged lines."""
        for each in functions(code):
            at = {
                offset: line
                for begin, end, line in each.co_lines()
                if line in flagged
                for offset in range(begin, end, 2)
                if line is not None
            }
            if at:
                self._kept.append(each)
                self._flagged[id(each)] = flagged
                self._at[id(each)] = at
                _hear(each, _monitoring.events.LINE | _monitoring.events.CALL, True)
        return flagged

    @harmless
    def _line(self, code: CodeType, line: int) -> Any:
        if line not in self._flagged.get(id(code), ()):
            return self._disable
        lines = self._lines
        lines.ran(lines.real(code.co_filename), line)
        if lines.passed is not None:
            lines.passed(code, line)
        return self._disable if self._is_enough((id(code), line)) else None

    def _call(self, code: CodeType, offset: int, callee: Any, _first: object) -> Any:
        line = self._at.get(id(code), {}).get(offset, 0)
        if not line:
            return self._disable
        at = id(code), -offset
        if self._lines.calls.loop() is None:
            return self._disable if self._is_enough(at, 1) else None
        if self._is_enough(at):
            self._forget(at)
            return self._disable
        function = callee.__func__ if type(callee) is MethodType else callee
        if type(function) is FunctionType:
            self._watch_return(function.__code__, at)
        if len(self._open) > CAP:  # of calls that raised
            self._open.clear()
        self._open[id(sys._getframe(1))] = code, line, Clock.elapsed(), callee
        return None

    def _returned_from_c(self, code: CodeType, offset: int, _callee: object, _first: object) -> Any:
        frame = sys._getframe(1)
        call = self._open.pop(id(frame), None)
        if call is not None and call[0] is code and call[1] == self._at.get(id(code), {}).get(offset):
            self._took(call, frame)

    def _returned(self, code: CodeType, _offset: int, _value: object) -> Any:
        frame = sys._getframe(1).f_back
        call = None if frame is None else self._open.get(id(frame))
        if call is None or frame is None or call[0] is not frame.f_code or call[1] != frame.f_lineno:
            if self._is_enough((id(code), 0), 1):  # called from elsewhere nearly always: not worth the time
                _hear(code, _monitoring.events.PY_RETURN, False)
            return
        del self._open[id(frame)]
        self._took(call, frame)

    def _took(self, call: _Call, frame: FrameType) -> None:
        code, line, begin, callee = call
        self._lines.calls.took(self._lines.real(code.co_filename), line, callee, begin, frame)

    def _is_enough(self, at: tuple[int, int], weight: int = _OUTSIDE) -> bool:
        """Count; whether the place has been heard of as often as it may be."""
        hits = self._hits[at] = self._hits.get(at, 0) + weight
        return hits > CAP * _OUTSIDE

    @harmless
    def _watch_return(self, code: CodeType, at: tuple[int, int]) -> None:
        """What is called is Python: hear of its end. Coroutines and generators only begin here."""
        calls = self._callees.get(id(code))
        if calls is not None:
            calls.add(at)
        elif not code.co_flags & _LAZY:
            self._kept.append(code)
            self._callees[id(code)] = {at}
            _hear(code, _monitoring.events.PY_RETURN, True)

    @harmless
    def _forget(self, at: tuple[int, int]) -> None:
        """The call is not heard of any more, nor are the returns that mattered only to it."""
        for code in self._kept:
            calls = self._callees.get(id(code))
            if calls and at in calls:
                calls.discard(at)
                if not calls:
                    _hear(code, _monitoring.events.PY_RETURN, False)


def _hear(code: CodeType, events: int, is_wanted: bool) -> None:
    """Hear of events of the code, or not any more; what else is heard of stays."""
    before = _monitoring.get_local_events(_TOOL, code)
    _monitoring.set_local_events(_TOOL, code, before | events if is_wanted else before & ~events)
