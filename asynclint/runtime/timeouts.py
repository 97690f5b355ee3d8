"""Timeouts that pass without effect: the time was up, and the body went on as if it were not.

``asyncio.timeout`` works by cancelling; where its body swallows that, ``__aexit__`` sees no exception although the time is up.
``wait_for`` is made of it from Python 3.12 on.
"""

from __future__ import annotations

import sys
from asyncio import timeouts
from collections.abc import Callable
from typing import Any

from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Scope, place, stack
from asynclint.runtime.guards import harmless


class Timeouts:
    """Looks at every ``asyncio.timeout`` when it is left."""

    def __init__(self, scope: Scope, report: Callable[[Evidence], None]) -> None:
        self._scope = scope
        self._report = report
        self._original: Any = None

    def install(self) -> None:
        """Begin."""
        original = self._original = timeouts.Timeout.__aexit__
        expiring = timeouts._State.EXPIRING  # type: ignore[attr-defined]

        async def __aexit__(timeout: Any, exc_type: Any, exc: Any, trace: Any) -> Any:
            if exc_type is None and timeout._state is expiring:
                self._tell(sys._getframe(1))
            return await original(timeout, exc_type, exc, trace)

        timeouts.Timeout.__aexit__ = __aexit__  # type: ignore[method-assign, assignment]

    def uninstall(self) -> None:
        """End, as if it had never been."""
        if self._original is not None:
            timeouts.Timeout.__aexit__ = self._original  # type: ignore[method-assign]
            self._original = None

    @harmless
    def _tell(self, frame: Any) -> None:
        own = self._scope.innermost(frame)
        if own is not None:
            where = place(own.f_code, own.f_lineno)
            detail = "the time was up, and what it was for went on"
            self._report(Evidence("timeout-swallowed", where, stack(frame), detail=detail))
