"""Findings that were there before: of a baseline, or of an older revision.

They are compared as findings and not as lines, by their fingerprints in each file. What has left its file and stands with the same
fingerprint in another one was moved, and is as known there. Of equal findings as many are known as there were.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from asynclint.findings import Finding, Report


class Entry(msgspec.Struct, frozen=True, order=True):
    """What is kept of a finding. ``path`` is relative, with forward slashes; the function is there for the reader."""

    path: str
    code: str
    function: str
    fingerprint: str


def entry(finding: Finding, folder: Path) -> Entry:
    """The entry of a finding, with a path that is relative to the folder."""
    return Entry(_relative(finding.location.path, folder), finding.code, finding.function, finding.fingerprint)


def hide(report: Report, known: Iterable[Known]) -> Report:
    """The report, with what is known to any of them apart from what is new."""
    for each in known:
        report = each.hide(report)
    return report


def _relative(path: str, folder: Path) -> str:
    path = os.path.abspath(path)
    with contextlib.suppress(ValueError):  # another drive
        path = os.path.relpath(path, folder)
    return path.replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class Known:
    """Entries, with paths relative to ``folder``, of what ``source`` (as people call it) knows.

    ``paths`` (absolute) are linted: entries of files elsewhere say nothing, unless the file is gone. A baseline can be pruned, and
    the past cannot.
    """

    source: str
    folder: Path
    entries: tuple[Entry, ...]
    paths: frozenset[str]
    can_be_pruned: bool = False

    def hide(self, report: Report) -> Report:
        """The report, with what is known apart from what is new."""
        known, _ = self._compare(report)
        new = tuple(finding for finding in report.findings if id(finding) not in known)
        apart = [replace(finding, known=self.source) for finding in report.findings if id(finding) in known]
        apart = sorted([*report.known, *apart], key=lambda finding: finding.sort_key)
        return replace(report, findings=new, known=tuple(apart))

    def gone(self, report: Report) -> list[Entry]:
        """The entries that no longer occur, of the files that are linted and could be."""
        _, gone = self._compare(replace(report, findings=(*report.findings, *report.known)))
        return [each for each in gone if self.is_linted(each)]

    def is_linted(self, each: Entry) -> bool:
        """Whether the file of the entry is among what is linted, or would be if it were still there."""
        place = Path(os.path.normpath(self.folder / each.path))
        return not self.paths.isdisjoint(map(str, (place, *place.parents)))

    def _compare(self, report: Report) -> tuple[set[int], list[Entry]]:
        """The findings that are known (their ``id``), and the entries that no longer occur."""
        left: dict[tuple[str, str], list[Entry]] = {}
        for each in self.entries:
            left.setdefault((each.path, each.fingerprint), []).append(each)
        known: set[int] = set()
        for finding in report.findings:
            if same := left.get((_relative(finding.location.path, self.folder), finding.fingerprint)):
                same.pop()
                known.add(id(finding))
        unreadable = {_relative(error.path, self.folder) for error in report.errors}
        moved: dict[str, list[Entry]] = {}
        for each in (each for same in left.values() for each in same):
            if each.path not in unreadable and (self.is_linted(each) or not os.path.exists(self.folder / each.path)):
                moved.setdefault(each.fingerprint, []).append(each)
        for finding in report.findings:
            if id(finding) not in known and (same := moved.get(finding.fingerprint)):
                same.pop()
                known.add(id(finding))
        return known, sorted(each for same in moved.values() for each in same)
