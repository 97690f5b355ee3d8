"""What runs in the middle of the program must not break it: a fault of ours is told, once, and the program goes on."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

_F = TypeVar("_F", bound=Callable[..., Any])

_told: set[str] = set()
_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Have faults told to ``listener`` as well, until :func:`leave`."""
    _listeners.append(listener)


def leave(listener: Callable[[str], None]) -> None:
    """Tell it no more."""
    with contextlib.suppress(ValueError):
        _listeners.remove(listener)


def tell(where: str, error: Exception) -> None:
    """Tell of a fault; of those in the same place only the first."""
    if where not in _told:
        _told.add(where)
        for listener in _listeners:
            with contextlib.suppress(Exception):
                listener(f"{where}: {type(error).__name__}: {error}")


def harmless(function: _F) -> _F:
    """A function of ours that the program runs without knowing: where it fails, it gives None."""

    @functools.wraps(function)
    def guarded(*args: Any) -> Any:
        try:
            return function(*args)
        except Exception as error:
            tell(function.__qualname__, error)
            return None

    return cast("_F", guarded)
