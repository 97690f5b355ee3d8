"""The report as SARIF 2.1.0, for code scanning.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
Lines and columns are 1-based and count characters. In a notebook, lines are those of the file itself, where the source of the
cell is written; the cell and the line in it are among the properties.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from asynclint import __version__, notebooks
from asynclint.codemods.apply import apply
from asynclint.discovery import SourceError, decode, source
from asynclint.findings import Applicability, FileError, Finding, Fix, Hop, Location, Report, Severity
from asynclint.program.sources import split_lines
from asynclint.reports.json import escaped, verdict
from asynclint.rules import RULES, pages

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_INDEX = {rule.code: number for number, rule in enumerate(RULES)}


def render(report: Report, given: Mapping[str, str] | None = None) -> str:
    """``report`` as SARIF text, with suppressed and known findings. ``given`` are texts by path that are not read from there."""
    return _Log(given or {}).render(report)


class _Log:
    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = {os.path.abspath(path): text for path, text in given.items()}
        self._texts: dict[str, tuple[str, str] | None] = {}
        self._lines: dict[str, dict[tuple[int, int], int]] = {}

    def render(self, report: Report) -> str:
        root = Path.cwd().as_uri()
        run = {
            "tool": {"driver": {"name": "asynclint", "semanticVersion": __version__, "rules": list(_rules())}},
            "invocations": [
                {
                    "executionSuccessful": not report.errors,
                    "toolExecutionNotifications": [self._notification(error) for error in report.errors],
                }
            ],
            "originalUriBaseIds": {_ROOT: {"uri": root if root.endswith("/") else f"{root}/"}},
            "columnKind": "unicodeCodePoints",
            "results": [self._result(each) for each in (*report.findings, *report.suppressed, *report.known)],
        }
        document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
        return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"

    def _result(self, finding: Finding) -> dict[str, Any]:
        told: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": _INDEX[finding.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": finding.message},
            "locations": [
                {
                    "physicalLocation": self._physical(finding.location),
                    "logicalLocations": [{"fullyQualifiedName": finding.function, "kind": "function"}],
                }
            ],
            "partialFingerprints": {"asynclint/v1": finding.fingerprint},
            "properties": _properties(finding),
        }
        if finding.chain:
            steps = [{"location": self._step(hop)} for hop in finding.chain]
            told["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
        fix = self._fix(finding.location.path, finding.fix) if finding.fix is not None else None
        if fix is not None:
            told["fixes"] = [fix]
        if finding.suppressed is not None:
            told["suppressions"] = [{"kind": "inSource", "justification": finding.suppressed.reason}]
        if finding.known:
            told["suppressions"] = [{"kind": "external", "justification": f"known from {finding.known}"}]
        return told

    def _physical(self, at: Location) -> dict[str, Any]:
        region = {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column}
        if at.cell is not None:
            region = {
                "startLine": self._line(at.path, at.cell, at.line),
                "endLine": self._line(at.path, at.cell, at.end_line),
            }
        return {"artifactLocation": _artifact(at.path), "region": region}

    def _step(self, hop: Hop) -> dict[str, Any]:
        region = {"startLine": hop.line, "startColumn": hop.column}
        if hop.cell is not None:
            region = {"startLine": self._line(hop.path, hop.cell, hop.line)}
        return {
            "physicalLocation": {"artifactLocation": _artifact(hop.path), "region": region},
            "logicalLocations": [{"fullyQualifiedName": hop.function, "kind": "function"}],
            "message": {"text": hop.text or hop.function},
        }

    def _notification(self, error: FileError) -> dict[str, Any]:
        location: dict[str, Any] = {"artifactLocation": _artifact(error.path)}
        if error.line is not None:
            line = error.line if error.cell is None else self._line(error.path, error.cell, error.line)
            location["region"] = {"startLine": line}
        return {"level": "error", "message": {"text": error.message}, "locations": [{"physicalLocation": location}]}

    def _line(self, path: str, cell: int, line: int) -> int:
        """The line of a notebook's file in which a line of a cell is written."""
        if path not in self._lines:
            texts = self._read(path)
            self._lines[path] = notebooks.json_lines(texts[0]) if texts is not None else {}
        return self._lines[path].get((cell, line), 1)

    def _fix(self, path: str, fix: Fix) -> dict[str, Any] | None:
        """The fix as replacements of whole lines; None where the file cannot be read any more."""
        texts = self._read(path)
        if texts is None:
            return None
        written, text = texts
        is_notebook = notebooks.is_notebook(path)
        changed = apply(text, [fix], awaits=is_notebook)
        if changed.broken:
            return None
        try:
            after = notebooks.with_source(written, changed.text) if is_notebook else changed.text
        except notebooks.UnreadableNotebook:
            return None
        safe = fix.applicability is Applicability.SAFE
        return {
            "description": {"text": f"{fix.title}{'' if safe else ' (unsafe)'}"},
            "artifactChanges": [
                {"artifactLocation": _artifact(path), "replacements": list(_replacements(written, after))}
            ],
        }

    def _read(self, path: str) -> tuple[str, str] | None:
        """A file as it is written, and its source code; None where it cannot be read."""
        if path not in self._texts:
            given = self._given.get(os.path.abspath(path))
            try:
                if given is not None and not notebooks.is_notebook(path):
                    self._texts[path] = given, given
                else:
                    data = Path(path).read_bytes()
                    self._texts[path] = decode(data), source(path, data)
            except (OSError, SourceError):
                self._texts[path] = None
        return self._texts[path]


def _rules() -> Iterator[dict[str, Any]]:
    for rule in RULES:
        row = pages.row(rule)
        yield {
            "id": rule.code,
            "name": "".join(word.capitalize() for word in rule.name.split("-")),
            "shortDescription": {"text": row.summary},
            "help": {"text": pages.page(rule), "markdown": pages.page(rule)},
            "defaultConfiguration": {"enabled": rule.default, "level": _LEVELS[rule.severity]},
            "properties": {"name": rule.name, "tags": ["asyncio"]},
        }


def _artifact(path: str) -> dict[str, Any]:
    """Below the working directory, a path relative to it, as code scanning wants it."""
    uri = quote(path.encode("utf-8", "surrogatepass"))
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}


def _properties(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {"confidence": finding.confidence.value}
    if finding.cause:
        told["cause"] = finding.cause
    if finding.location.cell is not None:
        told |= {"cell": finding.location.cell, "cellLine": finding.location.line}
    if finding.runtime is not None:
        told["runtime"] = verdict(finding.runtime)
    return told


def _replacements(before: str, after: str) -> Iterator[dict[str, Any]]:
    """The lines that differ: each region begins a line, and ends before the next one that stays."""
    old, new = split_lines(before), split_lines(after)
    for tag, start, end, from_, to in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        region: dict[str, Any] = {"startLine": start + 1, "startColumn": 1, "endLine": end + 1, "endColumn": 1}
        if end == len(old) and old and not old[-1].endswith(("\n", "\r")):  # the file ends without a line end
            region |= {"endLine": end, "endColumn": len(old[-1]) + 1}
        yield {"deletedRegion": region, "insertedContent": {"text": "".join(new[from_:to])}}
