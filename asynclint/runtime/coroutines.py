"""Coroutines that nobody awaits: told with the line that made them, whatever filters warnings go through."""

from __future__ import annotations

import gc
import inspect
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place, Scope, module_of
from asynclint.runtime.guards import harmless

_MOCKS = ("unittest.mock", "mock")


class NeverAwaited:
    """Takes in what the interpreter says of coroutines that die unawaited, and looks for those that live on at the end.

    The interpreter asks for ``warnings._warn_unawaited_coroutine`` anew each time, and gives it the coroutine itself, so
    neither filters nor capturing matter. Where the line is comes from ``cr_origin``, which is tracked per thread.
    """

    def __init__(self, depth: int, scope: Scope, report: Callable[[Evidence], None]) -> None:
        self._depth = depth  # frames of where it was made that a coroutine remembers
        self._scope = scope
        self._report = report
        self._original: Callable[[Any], None] | None = None
        self._tracks = False
        self._before = 0  # the depth that somebody else had set
        self._tests: dict[
            int, tuple[object, str]
        ] = {}  # of coroutines that outlived their test, by identity: origin, test

    def install(self) -> None:
        """Begin."""
        original = self._original = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
        say = _from_further_out(original)

        def warn(coroutine: Any) -> None:
            self._tell(coroutine)
            if self._is_ours(coroutine):
                # As Python says it where origins are not tracked: the program's output does not change.
                told = f"coroutine '{coroutine.__qualname__}' was never awaited"
                warnings.warn(told, RuntimeWarning, stacklevel=2, source=coroutine)
            else:
                say(coroutine)

        warnings._warn_unawaited_coroutine = warn  # type: ignore[attr-defined]

    def uninstall(self) -> None:
        """End, as if it had never been."""
        if self._original is not None:
            warnings._warn_unawaited_coroutine = self._original  # type: ignore[attr-defined]
            self._original = None
        if self._tracks and sys.get_coroutine_origin_tracking_depth() == self._depth:
            sys.set_coroutine_origin_tracking_depth(self._before)

    def track(self) -> None:
        """Have this thread's coroutines know where they were made; what somebody else has set is left as it is, if it is more."""
        depth = sys.get_coroutine_origin_tracking_depth()
        if depth < self._depth:
            sys.set_coroutine_origin_tracking_depth(self._depth)
            self._tracks, self._before = True, depth

    def _is_ours(self, coroutine: Any) -> bool:
        """Whether the coroutine knows where it was made only because we asked for that."""
        return self._tracks and len(coroutine.cr_origin or ()) <= self._depth

    def look_for_living(self) -> None:
        """Tell of the coroutines that were made, never begun, and are still there."""
        for each in _unawaited(gc.get_objects()):
            self._tell(each)

    def left_behind(self, living: Iterable[object], test: str) -> None:
        """The unawaited coroutines among the ``living`` belong to the test, except those that belong to one already."""
        for each in _unawaited(living):
            if each.cr_origin is not None:
                self._tests[id(each)] = each.cr_origin, self._test_of(each) or test

    def _test_of(self, coroutine: Any) -> str:
        """The test that left the coroutine behind; its origin tells it from another one in the same place."""
        origin, test = self._tests.get(id(coroutine), (None, ""))
        return test if origin is not None and origin is coroutine.cr_origin else ""

    @harmless
    def _tell(self, coroutine: Any) -> None:
        where = self._made_at(coroutine)
        module = _module_of(coroutine)
        kind = "never-awaited-mock" if module.startswith(_MOCKS) else "never-awaited"
        if where is not None or kind == "never-awaited-mock":
            name = getattr(coroutine, "__qualname__", "?")
            origin = getattr(coroutine, "cr_origin", None) or ()
            way = tuple(Place(*each) for each in origin) if len(origin) > 1 else ()
            self._report(Evidence(kind, where, way, detail=f"coroutine of {name}", test=self._test_of(coroutine)))

    def _made_at(self, coroutine: Any) -> Place | None:
        for path, line, function in getattr(coroutine, "cr_origin", None) or ():
            if self._scope.is_own(path, ""):
                return Place(path, line, function)
        return None


def _from_further_out(function: Any) -> Any:
    """The function that warns of its caller, for a caller who wants his own to be warned of."""
    if not isinstance(function, types.FunctionType) or function.__module__ not in ("warnings", "_py_warnings"):
        return function  # somebody else's

    def warn(message: str, category: type[Warning], stacklevel: int, source: object) -> None:
        warnings.warn(message, category, stacklevel + 2, source=source)

    return types.FunctionType(function.__code__, {**function.__globals__, "warn": warn})


def _unawaited(living: Iterable[object]) -> Iterator[Any]:
    """Those that may still be awaited; not those that have died, have been told of, and are kept by a recorded warning."""
    for each in living:
        if type(each) is types.CoroutineType and inspect.getcoroutinestate(each) == inspect.CORO_CREATED:
            if not gc.is_finalized(each):
                yield each


def _module_of(coroutine: Any) -> str:
    frame = getattr(coroutine, "cr_frame", None)
    return module_of(frame) if frame is not None else ""
