"""A loop that is to be run where one is running: told by name, with the line, before Python says anything.

Nothing is wrapped, so that no traceback of the program shows a frame of ours: asyncio asks itself at the beginning of each of
these functions whether a loop is running, and what it asks is what listens. Of loops of other kinds the methods are overridden.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio import events, runners
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from types import FrameType
from typing import Any

from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Scope, module_of, place, stack
from asynclint.runtime.guards import harmless
from asynclint.runtime.overrides import Overrides

_ASKS = {"run": "asyncio.run", "run_until_complete": "run_until_complete", "run_forever": "run_forever"}


class NestedRuns:
    """Listens to what begins to run a loop: ``asyncio.run``, ``Runner.run`` and the loop's own methods."""

    def __init__(self, scope: Scope, report: Callable[[Evidence], None]) -> None:
        self._scope = scope
        self._report = report
        self._ours = Overrides()

    def install(self) -> None:
        """Begin."""
        check = BaseEventLoop._check_running  # type: ignore[attr-defined]

        def _check_running(loop: Any) -> None:
            if events._get_running_loop() is not None:
                self._asked(sys._getframe(1))
            check(loop)

        self._ours.put(BaseEventLoop, "_check_running", _check_running)
        self._ours.put(runners, "events", _Events(self._asked))

    def uninstall(self) -> None:
        """End, as if it had never been."""
        self._ours.restore()

    def started(self, loop: asyncio.AbstractEventLoop) -> None:
        """A loop runs whose class may not be asyncio's (uvloop): its own methods are overridden, once, and ``uvloop.run``."""
        kind = type(loop)
        if not isinstance(loop, BaseEventLoop) and not self._ours.has(kind, "run_forever"):
            for name in ("run_until_complete", "run_forever"):
                self._wrap(kind, name, name)
        uvloop = sys.modules.get("uvloop")
        if uvloop is not None and not self._ours.has(uvloop, "run"):
            self._wrap(uvloop, "run", "uvloop.run")

    def _wrap(self, owner: Any, name: str, told: str) -> None:
        original = getattr(owner, name)

        def wrapper(*args: Any, **options: Any) -> Any:
            if events._get_running_loop() is not None:
                self._tell(told, sys._getframe(1))
            return original(*args, **options)

        wrapper.__name__ = name
        wrapper.__qualname__ = getattr(original, "__qualname__", name)
        wrapper.__doc__ = original.__doc__
        wrapper.__wrapped__ = original  # type: ignore[attr-defined]
        self._ours.put(owner, name, wrapper)

    @harmless
    def _asked(self, frame: FrameType | None) -> None:
        """A function of asyncio's, ``frame``, is about to refuse."""
        told = ""
        while frame is not None and module_of(frame).startswith("asyncio."):
            told = _ASKS.get(frame.f_code.co_name, told)
            frame = frame.f_back
        if frame is not None and told:
            self._tell(told, frame)

    @harmless
    def _tell(self, told: str, frame: FrameType) -> None:
        own = self._scope.innermost(frame)
        if own is not None and own is frame:
            where = place(own.f_code, own.f_lineno)
            self._report(Evidence("nested-run", where, stack(frame), detail=f"{told} inside a running loop"))


class _Events:
    """``asyncio.events``, as ``asyncio.runners`` sees it: it is asked only here whether a loop is running."""

    def __init__(self, asked: Callable[[FrameType | None], None]) -> None:
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        return getattr(events, name)

    def _get_running_loop(self) -> asyncio.AbstractEventLoop | None:
        loop = events._get_running_loop()
        if loop is not None:
            self._asked(sys._getframe(1))
        return loop
