"""The report for programs: one JSON object. The same findings give the same bytes, in whatever order they were found."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from asynclint.discovery import display
from asynclint.findings import Applicability, Finding, Hop, Report, Runtime, Severity
from asynclint.reports.causes import group
from asynclint.reports.formats import PLAIN, Options

if TYPE_CHECKING:
    from asynclint.runtime.frames import Place
    from asynclint.verdicts import Joined

VERSION = 1


def render(report: Report, options: Options = PLAIN) -> str:
    """``report`` as JSON text, encodable as UTF-8; where there was a run, also what goes with its verdicts.

    A lone surrogate (a path that is not UTF-8, an escape in quoted code) stays what it is for whoever decodes the JSON.
    """
    findings = sorted(options.shown(report), key=lambda finding: finding.sort_key)
    document: dict[str, Any] = {
        "version": VERSION,
        "findings": [finding_as(finding) for finding in findings],
        "errors": [
            {"path": error.path, "cell": error.cell, "line": error.line, "message": error.message}
            for error in sorted(report.errors, key=lambda error: error.sort_key)
        ],
        "summary": _summary(report),
    }
    if options.joined is not None:
        document["run"] = _run(options.joined)
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _run(joined: Joined) -> dict[str, Any]:
    return {
        "unforeseen": [
            {
                "code": each.code or None,
                "kind": each.evidence.kind,
                **_place(each.evidence.place),
                "detail": each.evidence.detail,
                "count": each.count,
                "worst": each.evidence.duration,
                "total": each.total,
                "stack": [_place(place) for place in each.evidence.stack],
            }
            for each in joined.unforeseen
        ],
        "allowed": [
            {
                "call": used.allowance.call,
                "in": used.allowance.where,
                "reason": used.allowance.reason,
                "expires": used.allowance.expires and used.allowance.expires.isoformat(),
                "expired": used.expired,
                "count": used.count,
            }
            for used in joined.allowed
        ],
        "outdated": [display(path) for path in joined.outdated],
        "faults": list(joined.faults),
    }


def _place(place: Place | None) -> dict[str, Any]:
    return {} if place is None else {"path": display(place.path), "line": place.line, "function": place.function}


def escaped(text: str) -> str:
    """JSON ``text`` with lone surrogates as escapes: they have no UTF-8 form."""
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def finding_as(finding: Finding) -> dict[str, Any]:
    """A finding, as programs read it."""
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
        "chain": [hop_as(hop) for hop in finding.chain],
        "cause": finding.cause,
        "fingerprint": finding.fingerprint,
        "fix": finding.fix and {"applicability": finding.fix.applicability.value, "title": finding.fix.title},
        "runtime": finding.runtime and verdict(finding.runtime),
    }
    if finding.suppressed is not None:
        told["suppressed"] = {"line": finding.suppressed.line, "reason": finding.suppressed.reason}
    if finding.known:
        told["known"] = finding.known
    return told


def verdict(runtime: Runtime) -> dict[str, Any]:
    """What a run has shown of a finding, as programs read it."""
    return {
        "verdict": runtime.verdict.value,
        "count": runtime.count,
        "worst": runtime.worst,
        "total": runtime.total,
        "stack": list(runtime.stack),
    }


def hop_as(hop: Hop) -> dict[str, Any]:
    """A step of a chain, as programs read it."""
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
        "known": len(report.known),
        "severities": {severity.value: severities[severity] for severity in sorted(Severity, reverse=True)},
        "calls": {"async": report.calls.total, "resolved": report.calls.resolved},
        "fixes": {kind.value: fixes[kind] for kind in Applicability},
        "codes": _sorted_counts(finding.code for finding in report.findings),
    }


def _sorted_counts(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))
