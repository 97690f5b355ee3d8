"""The state of a project after a run, as the cache keeps it: which files it read, and what it found out about each.

The first part tells whether anything has changed since; where nothing has, the report is the answer. The second part
(:mod:`asynclint.reuse`), which is read only where something has, lets the next run work out no more than hangs on it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from asynclint import cache, consulted
from asynclint.cache import Cache, fingerprint, stat_signature
from asynclint.discovery import SourceFile
from asynclint.findings import FileError, Report
from asynclint.settings import Settings

T = TypeVar("T")

# ns: a file that was changed so shortly before it was read may have been changed again, unnoticed.
_RECENT = 2_000_000_000
GIVEN = (-1, -1, -1, -1)
"""What stands for the signature of a file where a text is given in its place."""


class FileState(msgspec.Struct, array_like=True):
    """A file as it was read: what the file system said of it before, a digest of its text, or why it has none."""

    path: str
    display: str
    root: str
    signature: consulted.Signature
    digest: bytes
    error: FileError | None


class Reading(msgspec.Struct, array_like=True):
    """The first part: when the run began (ns), what could not be walked, the files, what else was consulted, and the report."""

    began: int
    walk: list[FileError]
    files: list[FileState]
    notes: dict[str, consulted.Signature]
    report: Report


@dataclass(frozen=True, slots=True)
class Memory:
    """The states of a project in its cache, for one way of linting it: paths, settings, environment.

    Of copies of its files, which are elsewhere next time, only facts are kept.
    """

    cache: Cache
    key: bytes
    of_copies: bool = False

    def reading(self) -> Reading | None:
        """The first part; None where there is none, or none of use."""
        return self.part(b"reading", Reading)

    def part(self, name: bytes, kind: type[T]) -> T | None:
        """A part of the state; None where there is none, or none of use."""
        content = self.cache.get("states", self.key_of(name))
        if content is None:
            return None
        try:
            return msgspec.msgpack.decode(content, type=kind)
        except (msgspec.DecodeError, ValueError, RecursionError):
            return None

    def key_of(self, name: bytes) -> bytes:
        """The key of a part in the table ``states``."""
        return fingerprint(self.key, name)


def memory(paths: Sequence[str], settings: Settings, screen: bool, installed: Sequence[Path]) -> Memory | None:
    """What is remembered of linting these paths with these settings; None where the user has no place for it."""
    kept = cache.of_project(settings.root)
    if kept is None:
        return None
    named = [os.path.abspath(path) for path in paths]
    told = repr((os.getcwd(), named, settings, screen, [str(folder) for folder in installed]))
    return Memory(kept, fingerprint(told.encode("utf-8", "backslashreplace")))


def unchanged(reading: Reading, files: Sequence[SourceFile], walk: Sequence[FileError]) -> Report | None:
    """The report of that run, if nothing has changed since, as far as the file system tells."""
    if len(reading.files) != len(files) or reading.walk != list(walk):
        return None
    for before, file in zip(reading.files, files, strict=True):
        if before.path != str(file.path) or before.display != file.display or before.root != str(file.root):
            return None
        if not is_as_before(before, reading.began):
            return None
    return reading.report if consulted.still_hold(reading.notes) else None


def is_as_before(before: FileState, began: int) -> bool:
    """Whether the file system says that the file is the one that was read in a run that began then (ns)."""
    return is_older(before.signature, began) and stat_signature(before.path) == before.signature


def is_older(signature: consulted.Signature, moment: int) -> bool:
    """Whether what was changed last so long before that moment (ns) that another change since would show."""
    _, modified, changed, _ = signature
    return max(modified, changed) < moment - _RECENT
