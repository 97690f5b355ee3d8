"""Findings that one change would mend together are told together."""

from __future__ import annotations

from collections.abc import Iterable

from asynclint.findings import Finding


def group(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """The findings by cause, the most harmful cause first; each group in report order.

    More harmful is what is more severe, then what is reached from more places, by a shorter chain, more surely; among equals,
    what stands first. A finding without a cause is a cause of its own.
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(sorted(findings, key=lambda finding: finding.sort_key)):
        groups.setdefault(finding.cause or number, []).append(finding)
    return sorted((tuple(group) for group in groups.values()), key=_harmlessness)


def _harmlessness(cause: tuple[Finding, ...]) -> tuple[int, int, int, int]:
    return (
        -max(finding.severity for finding in cause).rank,
        -len(cause),
        min(len(finding.chain) for finding in cause),
        -max(finding.confidence for finding in cause).rank,
    )
