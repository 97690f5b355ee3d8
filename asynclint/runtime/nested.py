"""A loop that is to be run where one is running: told by name, with the line, before Python says anything."""

from __future__ import annotations

import asyncio
import sys
from asyncio import base_events
from collections.abc import Callable
from typing import Any

from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Scope, place, stack


class NestedRuns:
    """Wraps what begins to run a loop: ``asyncio.run``, ``Runner.run`` and the loop's own methods."""

    def __init__(self, scope: Scope, report: Callable[[Evidence], None]) -> None:
        self._scope = scope
        self._report = report
        self._originals: list[tuple[Any, str, Any]] = []

    def install(self) -> None:
        """Begin."""
        self._wrap(asyncio.Runner, "run", "asyncio.run")
        self._wrap(base_events.BaseEventLoop, "run_until_complete", "run_until_complete")
        self._wrap(base_events.BaseEventLoop, "run_forever", "run_forever")
        for module in (asyncio, asyncio.runners):
            self._wrap(module, "run", "asyncio.run")

    def uninstall(self) -> None:
        """End, as if it had never been."""
        while self._originals:
            owner, name, original = self._originals.pop()
            if original is None:  # inherited
                delattr(owner, name)
            else:
                setattr(owner, name, original)

    def started(self, loop: asyncio.AbstractEventLoop) -> None:
        """A loop runs whose class may not be asyncio's (uvloop): its own methods are wrapped, once, and ``uvloop.run``."""
        kind = type(loop)
        if not isinstance(loop, base_events.BaseEventLoop) and all(
            owner is not kind for owner, _, _ in self._originals
        ):
            for name in ("run_until_complete", "run_forever"):
                self._wrap(kind, name, name)
        uvloop = sys.modules.get("uvloop")
        if uvloop is not None and all(owner is not uvloop for owner, _, _ in self._originals):
            self._wrap(uvloop, "run", "uvloop.run")

    def _wrap(self, owner: Any, name: str, told: str) -> None:
        original = getattr(owner, name)
        self._originals.append((owner, name, vars(owner).get(name)))

        def wrapper(*args: Any, **options: Any) -> Any:
            if asyncio._get_running_loop() is not None:
                self._tell(told, sys._getframe(1))
            return original(*args, **options)

        wrapper.__name__ = name
        wrapper.__qualname__ = getattr(original, "__qualname__", name)
        wrapper.__doc__ = original.__doc__
        wrapper.__wrapped__ = original  # type: ignore[attr-defined]
        setattr(owner, name, wrapper)

    def _tell(self, told: str, frame: Any) -> None:
        own = self._scope.innermost(frame)
        if own is not None and own is frame:
            where = place(own.f_code, own.f_lineno)
            self._report(Evidence("nested-run", where, stack(frame), detail=f"{told} inside a running loop"))
