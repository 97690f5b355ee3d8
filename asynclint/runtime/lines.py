"""Flagged lines: whether they were run, and how long the calls on them took.

Each module's code object is met when it is run, by the ``exec`` audit event. From Python 3.12 on ``sys.monitoring`` watches
the functions in it that hold a flagged line (``monitoring.py``); before, marks are put into them (``markers.py``).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any, Protocol

from asynclint.runtime.calls import Calls
from asynclint.runtime.evidence import Sink, digest
from asynclint.runtime.guards import harmless


class Watch(Protocol):
    """What tells :class:`Lines` of the lines that are run."""

    def install(self) -> None:
        """Begin."""

    def after_import(self) -> dict[str, Callable[[ModuleType], None]]:
        """What is to be called with which modules once they are imported."""

    def met(self, code: CodeType, path: str, flagged: frozenset[int]) -> frozenset[int]:
        """A module's code is about to be run: the flagged lines that will be told of when they are run."""


class Lines:
    """Tells which of ``lines`` (by absolute path, 1-based) were run, and which of their files were imported."""

    def __init__(self, lines: dict[str, list[int]], sink: Sink) -> None:
        self._lines = {os.path.realpath(path): frozenset(numbers) for path, numbers in lines.items()}
        self._sink = sink
        self._seen: set[tuple[str, int]] = set()
        self._paths: dict[str, str] = {}
        self._watch: Watch | None = None
        self.calls = Calls(sink)
        self.passed: Callable[[CodeType, int], None] | None = None
        """Called with each flagged line that is run, up to the cap, when there is somebody who wants to know."""

    def install(self) -> None:
        """Begin with the code that is run from now on."""
        if not self._lines:
            return
        watch: Watch
        if sys.version_info >= (3, 12):
            from asynclint.runtime.monitoring import Monitoring

            watch = Monitoring(self)
        else:
            from asynclint.runtime.markers import Markers

            watch = Markers(self)
        try:
            watch.install()
        except ValueError:  # somebody else has the tool: which lines were run is not known then
            pass
        else:
            self._watch = watch
        sys.addaudithook(self._audit)

    def after_import(self) -> dict[str, Callable[[ModuleType], None]]:
        """What is to be called with which modules once they are imported."""
        return {} if self._watch is None else self._watch.after_import()

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "exec" and arguments and type(arguments[0]) is CodeType and arguments[0].co_name == "<module>":
            try:
                self._met(arguments[0])
            except Exception as error:  # a fault of ours is told, and the program goes on
                self._sink({"kind": "fault", "detail": f"flagged lines: {type(error).__name__}: {error}"})

    def _met(self, code: CodeType) -> None:
        path = self.real(code.co_filename)
        flagged = self._lines.get(path)
        if flagged is None:
            return
        watched: frozenset[int] = frozenset() if self._watch is None else self._watch.met(code, path, flagged)
        self._sink({"kind": "imported", "path": path, "digest": digest(path), "watched": sorted(watched)})

    def flagged(self, path: str) -> frozenset[int]:
        """The flagged lines of the file, as a code object names it."""
        return self._lines.get(self.real(path), frozenset())

    @harmless
    def ran(self, path: str, line: int) -> None:
        """The flagged line (of a real path) was run."""
        if (path, line) not in self._seen:
            self._seen.add((path, line))
            self._sink({"kind": "ran", "path": path, "line": line})

    def real(self, path: str) -> str:
        """The path without symbolic links, remembered."""
        known = self._paths.get(path)
        if known is None:
            known = self._paths[path] = os.path.realpath(path)
        return known
