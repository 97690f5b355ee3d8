"""The report for programs: one JSON object. The same findings give the same bytes, in whatever order they were found."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from asynclint.findings import Applicability, Finding, Hop, Report, Runtime, Severity
from asynclint.reports.causes import group

VERSION = 1


def render(report: Report, *, show_suppressed: bool = False) -> str:
    """``report`` as JSON text, encodable as UTF-8.

    A lone surrogate (a path that is not UTF-8, an escape in quoted code) stays what it is for whoever decodes the JSON.
    """
    shown = report.findings + report.suppressed if show_suppressed else report.findings
    document = {
        "version": VERSION,
        "findings": [_finding(finding) for finding in sorted(shown, key=lambda finding: finding.sort_key)],
        "errors": [
            {"path": error.path, "cell": error.cell, "line": error.line, "message": error.message}
            for error in sorted(report.errors, key=lambda error: error.sort_key)
        ],
        "summary": _summary(report),
    }
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def escaped(text: str) -> str:
    """JSON ``text`` with lone surrogates as escapes: they have no UTF-8 form."""
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _finding(finding: Finding) -> dict[str, Any]:
    at = finding.location
    told: dict[str, Any] = {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "path": at.path,
        "cell": at.cell,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "message": finding.message,
        "function": finding.function,
        "chain": [_hop(hop) for hop in finding.chain],
        "cause": finding.cause,
        "fingerprint": finding.fingerprint,
        "fix": finding.fix and {"applicability": finding.fix.applicability.value, "title": finding.fix.title},
        "runtime": finding.runtime and _runtime(finding.runtime),
    }
    if finding.suppressed is not None:
        told["suppressed"] = {"line": finding.suppressed.line, "reason": finding.suppressed.reason}
    return told


def _runtime(runtime: Runtime) -> dict[str, Any]:
    return {
        "verdict": runtime.verdict.value,
        "count": runtime.count,
        "worst": runtime.worst,
        "total": runtime.total,
        "stack": list(runtime.stack),
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "path": hop.path,
        "cell": hop.cell,
        "line": hop.line,
        "column": hop.column,
        "function": hop.function,
        "text": hop.text,
    }


def _summary(report: Report) -> dict[str, Any]:
    severities = Counter(finding.severity for finding in report.findings)
    fixes = Counter(finding.fix.applicability for finding in report.findings if finding.fix is not None)
    return {
        "files": report.files,
        "lines": report.lines,
        "findings": len(report.findings),
        "causes": len(group(report.findings)),
        "suppressed": len(report.suppressed),
        "severities": {severity.value: severities[severity] for severity in sorted(Severity, reverse=True)},
        "calls": {"async": report.calls.total, "resolved": report.calls.resolved},
        "fixes": {kind.value: fixes[kind] for kind in Applicability},
        "codes": _sorted_counts(finding.code for finding in report.findings),
    }


def _sorted_counts(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))
