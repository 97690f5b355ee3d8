"""Stage 3: what a running program shows. Nothing here imports libcst, click or rich: it is at home in production, too.

``install()`` watches every event loop of the process from now on, ``uninstall()`` ends that; ``watch()`` does both, as a context
manager or a decorator::

    with asynclint.runtime.watch(print):
        asyncio.run(main())
"""

from __future__ import annotations

import contextlib
import functools
import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from asynclint.runtime.evidence import FileSink, Sink
from asynclint.runtime.options import THRESHOLD, Options, is_off

if TYPE_CHECKING:
    from asynclint.runtime.sanitizer import Sanitizer  # which imports asyncio

_P = ParamSpec("_P")
_R = TypeVar("_R")

_installed: Sanitizer | None = None


def install(
    sink: Callable[[dict[str, Any]], None] | str | os.PathLike[str],
    *,
    threshold: float = THRESHOLD,
    scope: Sequence[str] = (),
    exclude: Sequence[str] = (),
    debug: bool = False,
    origin_depth: int = 1,
) -> None:
    """Watch every loop of this process from now on.

    ``sink`` is called with each piece of evidence, a dictionary that JSON can hold (in any thread, and it should not block), or
    is a folder, to which evidence is appended as JSON lines. A step longer than ``threshold`` seconds blocks the loop. Lines are
    told of the user's own code; of the packages in ``scope``, if there are any; not of those in ``exclude``. ``debug`` puts every
    loop in asyncio's debug mode, and takes in what that reports; loops are several times as slow then. A coroutine that nobody
    awaits is told of where the user's code made it, if that is among the ``origin_depth`` innermost frames.
    Nothing happens where the environment variable ``ASYNCLINT_OFF`` is set. Raises RuntimeError where it is installed already.
    """
    global _installed
    if is_off():
        return
    if _installed is not None:
        raise RuntimeError("asynclint.runtime is installed already")
    import asyncio  # noqa: F401 - first: below ``asynclint run`` another sanitizer waits for it

    from asynclint.runtime.sanitizer import Sanitizer

    to: Sink
    if callable(sink):
        to = sink
    else:
        os.makedirs(sink, exist_ok=True)
        to = FileSink(sink)
    _installed = Sanitizer(Options(threshold, tuple(scope), tuple(exclude), debug, origin_depth), to)
    _installed.install()


def uninstall() -> None:
    """End the watch, as if it had never been; where there is none, do nothing."""
    global _installed
    if _installed is not None:
        _installed.uninstall()
        _installed = None


class watch(contextlib.AbstractContextManager[None]):
    """:func:`install`, and :func:`uninstall` at the end: ``with watch(print): ...``, or as a decorator.

    Decorated functions, coroutine functions among them, are watched while they run; calls that run at the same time are
    watched together. Around a generator it says nothing about when that runs: TypeError.
    """

    def __init__(
        self,
        sink: Callable[[dict[str, Any]], None] | str | os.PathLike[str],
        *,
        threshold: float = THRESHOLD,
        scope: Sequence[str] = (),
        exclude: Sequence[str] = (),
        debug: bool = False,
        origin_depth: int = 1,
    ) -> None:
        self._install = functools.partial(
            install,
            sink,
            threshold=threshold,
            scope=scope,
            exclude=exclude,
            debug=debug,
            origin_depth=origin_depth,
        )
        self._inside = 0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._install()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                uninstall()

    def __call__(self, function: Callable[_P, _R]) -> Callable[_P, _R]:
        """The function, watched."""
        import inspect

        if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError(f"{function.__qualname__} is a generator function: watch() cannot tell when it runs")
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def watched_coroutine(*args: _P.args, **options: _P.kwargs) -> Any:
                with self:  # asynclint: ignore[ASL205] a small file, read when the watch begins
                    return await function(*args, **options)

            return cast(Callable[_P, _R], watched_coroutine)

        @functools.wraps(function)
        def watched(*args: _P.args, **options: _P.kwargs) -> _R:
            with self:
                return function(*args, **options)

        return watched
