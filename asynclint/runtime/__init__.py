"""Stage 3: what a running program shows. Nothing here imports libcst, click or rich: it is at home in production, too.

``install()`` watches every event loop of the process from now on, ``uninstall()`` ends that; ``watch()`` does both, as a context
manager or a decorator::

    with asynclint.runtime.watch(print):
        asyncio.run(main())
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from asynclint.runtime.evidence import FileSink, Sink
from asynclint.runtime.options import THRESHOLD, Options

if TYPE_CHECKING:
    from asynclint.runtime.sanitizer import Sanitizer  # which imports asyncio

_installed: Sanitizer | None = None


def install(
    sink: Callable[[dict[str, Any]], None] | str | os.PathLike[str],
    *,
    threshold: float = THRESHOLD,
    scope: Sequence[str] = (),
    exclude: Sequence[str] = (),
    debug: bool = False,
) -> None:
    """Watch every loop of this process from now on.

    ``sink`` is called with each piece of evidence, a dictionary that JSON can hold (in any thread, and it should not block), or
    is a folder, to which evidence is appended as JSON lines. A step longer than ``threshold`` seconds blocks the loop. Lines are
    told of the user's own code; of the packages in ``scope``, if there are any; not of those in ``exclude``. ``debug`` puts every
    loop in asyncio's debug mode, and takes in what that reports; loops are several times as slow then.
    Raises RuntimeError where it is installed already.
    """
    global _installed
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
    _installed = Sanitizer(Options(threshold, tuple(scope), tuple(exclude), debug), to)
    _installed.install()


def uninstall() -> None:
    """End the watch, as if it had never been; where there is none, do nothing."""
    global _installed
    if _installed is not None:
        _installed.uninstall()
        _installed = None


@contextlib.contextmanager
def watch(
    sink: Callable[[dict[str, Any]], None] | str | os.PathLike[str],
    *,
    threshold: float = THRESHOLD,
    scope: Sequence[str] = (),
    exclude: Sequence[str] = (),
    debug: bool = False,
) -> Iterator[None]:
    """:func:`install`, and :func:`uninstall` at the end; as a decorator around every call of a plain function."""
    install(sink, threshold=threshold, scope=scope, exclude=exclude, debug=debug)
    try:
        yield
    finally:
        uninstall()
