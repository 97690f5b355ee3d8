"""Stage 3 meets stage 2: what a run has shown of each finding, and what it has shown that no finding speaks of."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from asynclint.findings import Finding, Report, Runtime, Verdict
from asynclint.runtime import evidence as records
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place

_BLOCKING = frozenset({"blocked", "cpu", "gil-held", "call"})
_WITH_STACK = _BLOCKING | {"nested-run"}  # who calls what does it is to blame as well
# By kind of evidence: how the codes begin that it confirms, and the code that it would have had.
_CODES = {
    **dict.fromkeys(_BLOCKING, (("ASL2",), "ASL2")),
    "never-awaited": (("ASL10",), "ASL101"),
    "nested-run": (("ASL401", "ASL402"), "ASL401"),
    "task-dropped": (("ASL30",), "ASL301"),
    "task-destroyed": (("ASL30",), "ASL301"),
    "task-exception": (("ASL30",), "ASL301"),
    "cancel-swallowed": (("ASL50",), "ASL501"),
}


@dataclass(slots=True)
class Run:
    """The evidence of a run: what was seen, which lines ran, and which files were imported, as what they were then."""

    evidence: list[Evidence] = field(default_factory=list)
    ran: set[tuple[str, int]] = field(default_factory=set)
    imported: dict[str, str] = field(default_factory=dict)
    knows_lines: bool = False
    faults: list[str] = field(default_factory=list)


def load(folder: Path) -> Run:
    """Read the evidence of all processes of a run. Damaged records are left out."""
    run = Run()
    for record in records.read(folder):
        kind = record["kind"]
        path, line = record.get("path"), record.get("line")
        if kind == "imported" and isinstance(path, str):
            run.imported[path] = str(record.get("digest", ""))
        elif kind == "ran" and isinstance(path, str) and isinstance(line, int):
            run.ran.add((path, line))
        elif kind == "lines":
            run.knows_lines = True
        elif kind == "fault":
            run.faults.append(str(record.get("detail", "")))
        else:
            found = records.evidence_of(record)
            if found is not None:
                run.evidence.append(found)
    return run


@dataclass(frozen=True, slots=True)
class Joined:
    """The report with verdicts, and evidence that no finding speaks of: each with the code it would have had, and a count."""

    report: Report
    unforeseen: tuple[tuple[str, Evidence, int], ...]
    outdated: tuple[str, ...]
    """Files that have changed since the run: their evidence is not used."""


def join(report: Report, run: Run, *, only_confirmed: bool = False) -> Joined:
    """Say of every finding what the run has shown; leave out those that it does not confirm, if that is wanted."""
    changed = {path for path, digest in run.imported.items() if digest != records.digest(path)}
    usable = [each for each in run.evidence if each.place is None or each.place.path not in changed]
    used: set[int] = set()
    findings = []
    for finding in report.findings:
        path = os.path.realpath(finding.location.path)
        matching = [each for each in usable if _matches(finding, path, each)]
        used.update(map(id, matching))
        findings.append(replace(finding, runtime=_verdict(finding, path, matching, run, changed)))
    if only_confirmed:
        findings = [each for each in findings if each.runtime and each.runtime.verdict is Verdict.CONFIRMED]
    # The coroutine that a nested run was given dies unawaited, which is the same mistake.
    nested = {each.place for each in usable if each.kind == "nested-run"}
    used.update(id(each) for each in usable if each.kind == "never-awaited" and each.place in nested)
    rest: dict[tuple[str, Place], list[Evidence]] = {}
    for each in usable:
        if id(each) not in used and each.place is not None and each.kind in _CODES:
            rest.setdefault((each.kind, each.place), []).append(each)
    unforeseen = tuple(
        (_CODES[kind][1], max(group, key=lambda each: each.duration), len(group)) for (kind, _), group in rest.items()
    )
    return Joined(replace(report, findings=tuple(findings)), unforeseen, tuple(sorted(changed)))


def flagged_lines(report: Report) -> dict[str, list[int]]:
    """The lines of all findings, by real path."""
    lines: dict[str, set[int]] = {}
    for finding in report.findings:
        at = finding.location
        lines.setdefault(os.path.realpath(at.path), set()).update(range(at.line, at.end_line + 1))
    return {path: sorted(numbers) for path, numbers in lines.items()}


def _matches(finding: Finding, path: str, evidence: Evidence) -> bool:
    codes = _CODES.get(evidence.kind)
    if codes is None or not finding.code.startswith(codes[0]):
        return False
    places: Iterable[Place] = () if evidence.place is None else (evidence.place,)
    if evidence.kind in _WITH_STACK:
        places = (*places, *evidence.stack)
    at = finding.location
    if evidence.kind == "cancel-swallowed":
        about = evidence.about
        return about is not None and about.path == path and finding.function.endswith(f".{about.function}")
    return any(each.path == path and at.line <= each.line <= at.end_line for each in places)


def _verdict(finding: Finding, path: str, matching: list[Evidence], run: Run, changed: set[str]) -> Runtime:
    if matching:
        worst = max(matching, key=lambda each: each.duration)
        stack = tuple(f"{each.path}:{each.line} {each.function}" for each in worst.stack)
        total = sum(each.duration for each in matching)
        return Runtime(Verdict.CONFIRMED, len(matching), worst.duration, round(total, 6), stack)
    if path in changed:
        return Runtime(Verdict.OUTDATED)
    if path not in run.imported:
        return Runtime(Verdict.NEVER_IMPORTED)
    if not run.knows_lines:
        return Runtime(Verdict.UNSEEN)
    at = finding.location
    did_run = any((path, line) in run.ran for line in range(at.line, at.end_line + 1))
    return Runtime(Verdict.RAN_UNSEEN if did_run else Verdict.NEVER_RAN)
