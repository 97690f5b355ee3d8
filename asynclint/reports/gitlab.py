"""The report for GitLab's code quality: what a merge request adds and resolves.

See https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
GitLab says which severities there are (info, minor, major, critical, blocker) and not what they mean. Here errors are *critical*
and warnings *major*, since both are mistakes and no matters of taste, and what could not be linted is a *blocker*, for anything
may hide in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from asynclint.findings import Report, Severity, digest
from asynclint.reports.checkout import Checkout
from asynclint.reports.formats import Options
from asynclint.reports.json import escaped
from asynclint.reports.message import failed, said

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(report: Report, options: Options) -> str:
    """A JSON array with an object for what could not be linted, and for each finding."""
    issues = list(_issues(report, Checkout()))
    _make_unique(issues)
    return escaped(json.dumps(issues, ensure_ascii=False, indent=2)) + "\n"


def _issues(report: Report, checkout: Checkout) -> Iterator[dict[str, Any]]:
    for error in report.errors:
        line = 1 if error.line is None else checkout.line(error.path, error.line, error.cell)
        yield {
            "description": f"not linted: {failed(error)}",
            "check_name": "not-linted",
            "fingerprint": digest("not-linted", error.path, error.message),
            "severity": "blocker",
            "location": {"path": checkout.path(error.path), "lines": {"begin": line, "end": line}},
        }
    for finding in report.findings:
        at = finding.location
        lines = {
            "begin": checkout.line(at.path, at.line, at.cell),
            "end": checkout.line(at.path, at.end_line, at.cell),
        }
        yield {
            "description": f"{finding.code} {finding.name}: {said(finding)}",
            "check_name": finding.code,
            "fingerprint": finding.fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": checkout.path(at.path), "lines": lines},
        }


def _make_unique(issues: list[dict[str, Any]]) -> None:
    """GitLab keeps one issue of a fingerprint, and files that are modules of the same name may have the same."""
    seen: Counter[str] = Counter()
    for issue in issues:
        fingerprint = issue["fingerprint"]
        seen[fingerprint] += 1
        if seen[fingerprint] > 1:
            issue["fingerprint"] = digest(fingerprint, str(seen[fingerprint]))
