"""The report for GitLab's code quality: what a merge request adds and resolves.

See https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
GitLab says which severities there are (info, minor, major, critical, blocker) and not what they mean. Here errors are *critical*
and warnings *major*, since both are mistakes and no matters of taste, and what could not be linted is a *blocker*, for anything
may hide in it. A fingerprint of ours names a finding in its file, and one of GitLab's in the repository: it is made of both.
"""

from __future__ import annotations

import json
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
    return escaped(json.dumps(list(_issues(report, Checkout())), ensure_ascii=False, indent=2)) + "\n"


def _issues(report: Report, checkout: Checkout) -> Iterator[dict[str, Any]]:
    for error in report.errors:
        path, line = checkout.path(error.path), checkout.line(error.path, error.line or 1, error.cell)
        yield {
            "description": f"not linted: {failed(error)}",
            "check_name": "not-linted",
            "fingerprint": digest("not-linted", path, str(line), error.message),
            "severity": "blocker",
            "location": {"path": path, "lines": {"begin": line, "end": line}},
        }
    for finding in report.findings:
        at, path = finding.location, checkout.path(finding.location.path)
        lines = {
            "begin": checkout.line(at.path, at.line, at.cell),
            "end": checkout.line(at.path, at.end_line, at.cell),
        }
        yield {
            "description": f"{finding.code} {finding.name}: {said(finding)}",
            "check_name": finding.code,
            "fingerprint": digest(path, finding.fingerprint),
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": path, "lines": lines},
        }
