"""Flagged lines by ``sys.monitoring`` (Python 3.12): lines, and the calls on them with what they turned out to call.

Events are local to the functions that hold a flagged line. A place that is not flagged is heard of once, one that is, up to
the cap. A call of C has an event of its own at the end; of a function in Python the return is watched.
"""

from __future__ import annotations

import inspect
import sys
import time
from collections.abc import Callable
from types import CodeType, FrameType, FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any

from asynclint.runtime.calls import CAP, name_of
from asynclint.runtime.frames import functions

if TYPE_CHECKING:
    from asynclint.runtime.lines import Lines

_TOOL = 4  # debuggers, coverage and profilers have 0, 1 and 2
_LAZY = inspect.CO_COROUTINE | inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
_OUTSIDE = 10  # a call that no loop runs counts for a tenth

if sys.version_info >= (3, 12):
    _monitoring: Any = sys.monitoring
else:
    _monitoring = None


class Monitoring:
    """Hears of the flagged lines, and tells ``lines``."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._disable: Any = _monitoring.DISABLE
        self._hits: dict[tuple[CodeType, int], int] = {}  # of lines, and of calls by their offset
        self._at: dict[CodeType, dict[int, int]] = {}  # code -> offset of an instruction -> its line, if it is flagged
        self._open: dict[
            int, tuple[CodeType, int, float, str]
        ] = {}  # identity of a frame -> the call that it waits for
        self._callees: dict[CodeType, int] = {}  # functions in Python whose return is watched, how often in vain

    def install(self) -> None:
        """Begin. Raises ValueError where somebody else has the tool."""
        events = _monitoring.events
        _monitoring.use_tool_id(_TOOL, "asynclint")
        _monitoring.register_callback(_TOOL, events.LINE, self._line)
        _monitoring.register_callback(_TOOL, events.CALL, self._call)
        _monitoring.register_callback(_TOOL, events.C_RETURN, self._returned_from_c)
        _monitoring.register_callback(_TOOL, events.PY_RETURN, self._returned)

    def after_import(self) -> dict[str, Callable[[ModuleType], None]]:
        """Nothing: whatever makes code, its lines are those of the source."""
        return {}

    def met(self, code: CodeType, path: str, flagged: frozenset[int]) -> frozenset[int]:
        """Watch the functions of a module that hold flagged lines."""
        for each in functions(code):
            if not flagged.isdisjoint(line for _, _, line in each.co_lines() if line is not None):
                _monitoring.set_local_events(_TOOL, each, _monitoring.events.LINE | _monitoring.events.CALL)
        return flagged

    def _line(self, code: CodeType, line: int) -> Any:
        lines = self._lines
        if line not in lines.flagged(code.co_filename):
            return self._disable
        lines.ran(lines.real(code.co_filename), line)
        if lines.passed is not None:
            lines.passed(code, line)
        return self._counted(code, -line)

    def _call(self, code: CodeType, offset: int, callee: Any, _first: object) -> Any:
        line = self._line_at(code, offset)
        if not line:
            return self._disable
        if self._lines.calls.loop() is None:
            return self._counted(code, offset, 1)
        if isinstance(callee, FunctionType | MethodType):
            function: Any = callee.__func__ if isinstance(callee, MethodType) else callee
            if isinstance(function, FunctionType):
                self._watch_return(function.__code__)
        if len(self._open) > 1_000:  # of calls that raised
            self._open.clear()
        self._open[id(sys._getframe(1))] = code, line, time.perf_counter(), name_of(callee)
        return self._counted(code, offset, _OUTSIDE)

    def _returned_from_c(self, code: CodeType, offset: int, _callee: object, _first: object) -> Any:
        frame = sys._getframe(1)
        found = self._open.pop(id(frame), None)
        if found is not None and found[0] is code and found[1] == self._line_at(code, offset):
            self._took(found, frame)

    def _returned(self, code: CodeType, _offset: int, _value: object) -> Any:
        frame = sys._getframe(1).f_back
        found = None if frame is None else self._open.get(id(frame))
        if frame is None or found is None or found[0] is not frame.f_code or found[1] != frame.f_lineno:
            self._in_vain(code)
            return
        del self._open[id(frame)]
        self._took(found, frame)

    def _took(self, found: tuple[CodeType, int, float, str], frame: FrameType) -> None:
        code, line, begin, callee = found
        self._lines.calls.took(self._lines.real(code.co_filename), line, callee, begin, frame)

    def _counted(self, code: CodeType, key: int, weight: int = _OUTSIDE) -> Any:
        hits = self._hits[code, key] = self._hits.get((code, key), 0) + weight
        return self._disable if hits >= CAP * _OUTSIDE else None

    def _line_at(self, code: CodeType, offset: int) -> int:
        """The line of the instruction, if it is flagged, else 0."""
        known = self._at.get(code)
        if known is None:
            flagged = self._lines.flagged(code.co_filename)
            known = self._at[code] = {
                at: line
                for begin, end, line in code.co_lines()
                if line in flagged
                for at in range(begin, end, 2)
                if line
            }
        return known.get(offset, 0)

    def _watch_return(self, code: CodeType) -> None:
        """What is called is Python: hear of its end. Coroutines and generators only begin here."""
        if code not in self._callees and not code.co_flags & _LAZY:
            self._callees[code] = 0
            events = _monitoring.get_local_events(_TOOL, code)
            _monitoring.set_local_events(_TOOL, code, events | _monitoring.events.PY_RETURN)

    def _in_vain(self, code: CodeType) -> None:
        """Called from elsewhere; where that is the rule, it is not worth the time."""
        self._callees[code] = self._callees.get(code, 0) + 1
        if self._callees[code] > CAP * _OUTSIDE:
            events = _monitoring.get_local_events(_TOOL, code)
            _monitoring.set_local_events(_TOOL, code, events & ~_monitoring.events.PY_RETURN)
