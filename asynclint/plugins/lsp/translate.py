"""Findings in the words of the Language Server Protocol.

Lines and characters are 0-based there, and characters are counted in the units that client and server have agreed on: UTF-16
unless the client offers something else.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lsprotocol import types
from pygls.uris import from_fs_path
from pygls.workspace import PositionCodec

from asynclint.cache import stat_signature
from asynclint.findings import Finding, Hop, Location, Report, Severity
from asynclint.notebooks import is_notebook
from asynclint.program.sources import split_lines
from asynclint.reports.source import decoded

SOURCE = "asynclint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_UNUSED_SUPPRESSION = "ASL001"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and how the editor is told of it."""

    finding: Finding
    diagnostic: types.Diagnostic


class Translator:
    """Puts the reports on one project, one after the other, into diagnostics."""

    def __init__(self, encoding: types.PositionEncodingKind | str) -> None:
        self._codec = PositionCodec(encoding)
        self._given: Mapping[str, str] = {}
        self._lines: dict[
            str, tuple[object, list[str]]
        ] = {}  # by path, with what tells whether the text is still that one
        self._told: dict[str, tuple[tuple[Finding, ...], list[object]]] = {}

    def news(self, report: Report, given: Mapping[str, str], stale: Iterable[str]) -> dict[str, list[Found]]:
        """What is not what it was in the report before, by absolute path; nothing is said of files that are ``stale``.

        ``given`` are the texts that stand for files. Findings in notebooks are left out.
        """
        self._given = given
        by_path: dict[str, list[Finding]] = {path: [] for path in self._told}
        for finding in report.findings:
            path = os.path.abspath(finding.location.path)
            if not is_notebook(path):
                by_path.setdefault(path, []).append(finding)
        news = {}
        for path in by_path.keys() - set(stale):
            findings = tuple(by_path[path])
            told = findings, [self._version(each) for each in sorted(_involved(path, findings))]
            if self._told.get(path) != told:
                news[path] = [Found(finding, self._diagnostic(finding, path)) for finding in findings]
            if findings:
                self._told[path] = told
            else:
                self._told.pop(path, None)
        return news

    def _diagnostic(self, finding: Finding, path: str) -> types.Diagnostic:
        at = finding.location
        steps = [hop for hop in finding.chain if (hop.path, hop.line, hop.column) != (at.path, at.line, at.column)]
        return types.Diagnostic(
            self._range(path, at),
            finding.message,
            _SEVERITIES[finding.severity],
            finding.code,
            source=SOURCE,
            tags=[types.DiagnosticTag.Unnecessary] if finding.code == _UNUSED_SUPPRESSION else None,
            related_information=[self._step(hop) for hop in steps] or None,
        )

    def _range(self, path: str, at: Location) -> types.Range:
        return types.Range(self._position(path, at.line, at.column), self._position(path, at.end_line, at.end_column))

    def _step(self, hop: Hop) -> types.DiagnosticRelatedInformation:
        """A call of the chain, from where it begins to the end of its line; in a notebook, the notebook."""
        path = os.path.abspath(hop.path)
        if hop.cell is None:
            start = self._position(path, hop.line, hop.column)
            line = self._line(path, hop.line).rstrip()
            end = self._position(path, hop.line, max(len(line) + 1, hop.column))
        else:
            start = end = types.Position(0, 0)
        place = types.Location(from_fs_path(path) or "", types.Range(start, end))
        return types.DiagnosticRelatedInformation(place, f"{hop.function}: {hop.text}")

    def _position(self, path: str, line: int, column: int) -> types.Position:
        before = self._line(path, line)[: column - 1].ljust(column - 1)
        return types.Position(line - 1, self._codec.client_num_units(before))

    def _line(self, path: str, number: int) -> str:
        """The line; empty where there is none (any more)."""
        version = self._version(path)
        known = self._lines.get(path)
        if known is None or known[0] != version:
            text = self._given[path] if path in self._given else decoded(path)
            known = self._lines[path] = version, split_lines(text)
        return known[1][number - 1] if number <= len(known[1]) else ""

    def _version(self, path: str) -> object:
        """What is another one where the text of the file may be another one."""
        return self._given.get(path) or stat_signature(path)


def _involved(path: str, findings: Iterable[Finding]) -> set[str]:
    """The files that the diagnostics of a file speak of."""
    return {path, *(os.path.abspath(hop.path) for finding in findings for hop in finding.chain)}


def text_edits(before: str, after: str) -> list[types.TextEdit]:
    """The edits that make the one text of the other: of whole lines, which every client counts alike."""
    old, new = split_lines(before), split_lines(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    matcher = difflib.SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    return [
        types.TextEdit(
            types.Range(types.Position(head + first, 0), types.Position(head + last, 0)),
            "".join(new[head + from_ : head + to]),
        )
        for kind, first, last, from_, to in matcher.get_opcodes()
        if kind != "equal"
    ]


def _common(old: list[str], new: list[str]) -> int:
    """How many lines both begin with."""
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
