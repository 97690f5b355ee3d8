"""What to watch, and how closely."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

THRESHOLD = 0.1  # seconds
OFF = "ASYNCLINT_OFF"
"""The environment variable that switches everything of stage 3 off, whoever has switched it on."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to watch: steps longer than ``threshold`` seconds, in the packages of ``scope`` and not in those of ``exclude``.

    ``debug`` puts every loop in asyncio's debug mode. ``origin_depth`` is how many frames a coroutine remembers of where it was
    made (:func:`sys.set_coroutine_origin_tracking_depth`).
    """

    threshold: float = THRESHOLD
    scope: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    debug: bool = False
    origin_depth: int = 1


def is_off() -> bool:
    """Whether nothing is to be watched in this process."""
    return os.environ.get(OFF, "0") not in ("", "0")


def seconds(text: str) -> float:
    """A duration: ``100ms``, ``0.5s``; a bare number is in seconds. Raises ValueError where it is none, or 0."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(ms|s)?", text.strip())
    if match is None or not float(match[1]):
        raise ValueError(f"{text!r} is no duration like 100ms or 0.5s")
    return float(match[1]) / (1000 if match[2] == "ms" else 1)
