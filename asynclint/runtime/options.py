"""What to watch, and how closely."""

from __future__ import annotations

from dataclasses import dataclass

THRESHOLD = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Options:
    """What to watch: steps longer than ``threshold`` seconds, in the packages of ``scope`` and not in those of ``exclude``.

    ``debug`` puts every loop in asyncio's debug mode.
    """

    threshold: float = THRESHOLD
    scope: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    debug: bool = False
