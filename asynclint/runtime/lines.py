"""Flagged lines: whether the line was run at all.

``sys.monitoring`` (Python 3.12) watches just the code objects that hold a flagged line. Each module's code object is met when
it is run, by the ``exec`` audit event; its functions are found inside. A line that has been seen is watched no more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from types import CodeType
from typing import Any

from asynclint.runtime.evidence import Sink, digest

_TOOL = 4  # debuggers, coverage and profilers have 0, 1 and 2


if sys.version_info >= (3, 12):
    _DISABLE: Any = sys.monitoring.DISABLE

    def _watch(code: CodeType) -> None:
        sys.monitoring.set_local_events(_TOOL, code, sys.monitoring.events.LINE)
else:
    _DISABLE = None

    def _watch(code: CodeType) -> None:
        raise NotImplementedError  # asked only where there is a tool


class Lines:
    """Tells which of ``lines`` (by absolute path, 1-based) were run, and which of their files were imported."""

    def __init__(self, lines: dict[str, list[int]], sink: Sink) -> None:
        self._lines = {os.path.realpath(path): frozenset(numbers) for path, numbers in lines.items()}
        self._sink = sink
        self._seen: set[tuple[str, int]] = set()
        self._paths: dict[str, str] = {}
        self._has_tool = False

    def install(self) -> None:
        """Begin with the code that is run from now on."""
        if not self._lines:
            return
        if sys.version_info >= (3, 12):
            try:
                sys.monitoring.use_tool_id(_TOOL, "asynclint")
            except ValueError:  # somebody else's: which lines were run is not known then
                pass
            else:
                sys.monitoring.register_callback(_TOOL, sys.monitoring.events.LINE, self._line)
                self._has_tool = True
                self._sink({"kind": "lines"})
        sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "exec" and arguments and type(arguments[0]) is CodeType:
            code = arguments[0]
            if code.co_name == "<module>":
                self._met(code)

    def _met(self, code: CodeType) -> None:
        path = self._real(code.co_filename)
        flagged = self._lines.get(path)
        if flagged is None:
            return
        self._sink({"kind": "imported", "path": path, "digest": digest(path)})
        for each in _nested(code) if self._has_tool else ():
            if not flagged.isdisjoint(line for _, _, line in each.co_lines() if line is not None):
                _watch(each)

    def _line(self, code: CodeType, line: int) -> Any:
        path = self._real(code.co_filename)
        if line in self._lines.get(path, ()) and (path, line) not in self._seen:
            self._seen.add((path, line))
            self._sink({"kind": "ran", "path": path, "line": line})
        return _DISABLE

    def _real(self, path: str) -> str:
        known = self._paths.get(path)
        if known is None:
            known = self._paths[path] = os.path.realpath(path)
        return known


def _nested(code: CodeType) -> Iterator[CodeType]:
    """A code object and all functions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)
