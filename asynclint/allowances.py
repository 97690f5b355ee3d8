"""The allow-list: what a run may show without being told, each entry with its reason and, if wanted, its last day."""

from __future__ import annotations

import datetime
import linecache
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place

_CALLED = re.compile(r"[\w.]+(?=\s*\()")


@dataclass(frozen=True, slots=True)
class Allowance:
    """An entry of ``[[tool.asynclint.runtime.allow]]``; ``*`` in the patterns stands for anything.

    ``call`` is a call as written on the line where something was seen (``time.sleep``), a function on the stack, or a kind of
    evidence; ``where`` (``in`` in the settings) a file below the settings' folder, or a function on the stack. Functions are
    known by their own name (``Class.method``) and with as much of their module before it as one likes. From the day after
    ``expires`` on it allows nothing.
    """

    call: str
    where: str
    reason: str
    expires: datetime.date | None = None

    def is_expired(self, today: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and self.expires < today

    def covers(self, evidence: Evidence, root: Path) -> bool:
        """Whether it is about the evidence; files are relative to ``root``."""
        places = [place for place in (evidence.place, *evidence.stack) if place is not None]
        functions = [name for place in places for name in _names(place, root)]
        calls = {evidence.kind, *functions, *_CALLED.findall(f"{evidence.detail}(")}
        if evidence.place is not None and os.path.isfile(evidence.place.path):
            calls.update(_CALLED.findall(linecache.getline(evidence.place.path, evidence.place.line)))
        files = (Path(os.path.relpath(place.path, root)).as_posix() for place in places)
        return any(fnmatchcase(name, self.call) for name in calls) and any(
            fnmatchcase(name, self.where) for name in (*functions, *files)
        )


@dataclass(frozen=True, slots=True)
class Used:
    """What became of an entry: how much evidence it has taken out, or that it is over."""

    allowance: Allowance
    count: int
    expired: bool


def sift(
    evidence: Iterable[Evidence], allowances: Iterable[Allowance], root: Path, today: datetime.date | None = None
) -> tuple[list[Evidence], tuple[Used, ...]]:
    """The evidence that no entry allows, and what became of each entry."""
    entries = list(allowances)
    expired = [entry.is_expired(today or datetime.date.today()) for entry in entries]
    counts = [0] * len(entries)
    kept = []
    for each in evidence:
        number = next((n for n, entry in enumerate(entries) if not expired[n] and entry.covers(each, root)), None)
        if number is None:
            kept.append(each)
        else:
            counts[number] += each.count
    return kept, tuple(Used(*row) for row in zip(entries, counts, expired, strict=True))


def _names(place: Place, root: Path) -> list[str]:
    """The function, alone and below its module and the packages around that: ``f``, ``startup.f``, ``myapp.startup.f``."""
    path = Path(os.path.relpath(place.path, root))
    modules = path.parts[:-1] if path.stem == "__init__" else (*path.parts[:-1], path.stem)
    return [".".join((*modules[number:], place.function)) for number in range(len(modules) + 1)]
