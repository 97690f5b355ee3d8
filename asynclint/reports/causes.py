"""Findings that one change would mend together are told together."""

from __future__ import annotations

from collections.abc import Iterable

from asynclint.findings import Finding


def group(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """The findings by cause: each group in report order, the groups in the order of their first finding.

    A finding without a cause is a cause of its own.
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(sorted(findings, key=lambda finding: finding.sort_key)):
        groups.setdefault(finding.cause or number, []).append(finding)
    return [tuple(group) for group in groups.values()]
