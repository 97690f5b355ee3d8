"""Stage 3 meets stage 2: what a run has shown of each finding, and what it has shown that no finding speaks of."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from asynclint import allowances
from asynclint.allowances import Allowance, Used
from asynclint.findings import Finding, Report, Runtime, Verdict
from asynclint.runtime import evidence as records
from asynclint.runtime.evidence import BLAMELESS, Evidence
from asynclint.runtime.frames import Place

_BLOCKING = frozenset({"blocked", "cpu", "gil-held", "blocking-call"})
_WITH_STACK = _BLOCKING | {"nested-run"}  # who calls what does it is to blame as well
_CANCELLATION = frozenset({"cancel-swallowed", "timeout-swallowed"})
# By kind of evidence: how the codes begin that it confirms, and the code that it would have had.
_CODES: dict[str, tuple[tuple[str, ...], str]] = {
    **dict.fromkeys(_BLOCKING, (("ASL2",), "ASL2")),
    "never-awaited": (("ASL10",), "ASL101"),
    "nested-run": (("ASL401", "ASL402"), "ASL401"),
    "task-dropped": (("ASL30",), "ASL301"),
    "task-destroyed": (("ASL30",), "ASL301"),
    "task-exception": (("ASL30",), "ASL301"),
    "cancel-swallowed": (("ASL50",), "ASL501"),
    "timeout-swallowed": (("ASL50",), "ASL501"),
}
_UNTOLD = BLAMELESS | {"never-awaited-mock"}


@dataclass(slots=True)
class Run:
    """The evidence of a run: what was seen, which lines ran, and which files were imported, as what they were then.

    ``watched`` are lines of which it is known whether they ran; ``folders`` the working directories of the processes, and
    ``processes`` their command lines by number. ``begin`` is when the first of them began (seconds since the epoch; 0 if unknown).
    """

    evidence: list[Evidence] = field(default_factory=list)
    ran: set[tuple[str, int]] = field(default_factory=set)
    watched: set[tuple[str, int]] = field(default_factory=set)
    imported: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    processes: dict[int, str] = field(default_factory=dict)
    begin: float = 0.0
    faults: list[str] = field(default_factory=list)


def load(folder: Path) -> Run:
    """Read the evidence of all processes of a run. Damaged records are left out, and told in ``faults``."""
    run = Run()
    for record in records.read(folder):
        kind = record["kind"]
        path, line = _path(record), record.get("line")
        if kind == "start":
            run.folders += [record["cwd"]] if isinstance(record.get("cwd"), str) else []
            argv, time = record.get("argv"), record.get("time")
            if isinstance(time, float) and 0 < time < (run.begin or math.inf):
                run.begin = time
            if isinstance(record.get("pid"), int):
                run.processes[record["pid"]] = " ".join(map(str, argv)) if isinstance(argv, list) else ""
        elif kind == "imported" and path is not None:
            run.imported[path] = str(record.get("digest", ""))
            run.watched.update((path, number) for number in _lines(record.get("watched")))
        elif kind == "ran" and path is not None and isinstance(line, int):
            run.ran.add((path, line))
        elif kind == "fault":
            run.faults.append(str(record.get("detail", "")))
        else:
            found = records.evidence_of(record)
            if found is not None:
                run.evidence.append(found)
    return run


def _path(record: Mapping[str, Any]) -> str | None:
    """The path of a record, if it can be one."""
    path = record.get("path")
    try:
        return path if isinstance(path, str) and os.fsencode(path) else None
    except UnicodeEncodeError:
        return None


def _lines(watched: Any) -> list[int]:
    return [line for line in watched if isinstance(line, int)] if isinstance(watched, list) else []


@dataclass(frozen=True, slots=True)
class Unforeseen:
    """What the run has seen and no finding speaks of: the worst piece of evidence of its kind at its place, and the sums.

    ``code`` is the one it would have had; empty for what no rule is about. Durations are in seconds.
    """

    code: str
    evidence: Evidence
    count: int
    total: float


@dataclass(frozen=True, slots=True)
class Joined:
    """The report with verdicts, and what goes with them.

    ``outdated`` are files that have changed since the run (their evidence is not used), ``faults`` what is wrong with the
    evidence, ``evidence`` all that was usable, in order of time, ``processes`` the command lines of its processes, and
    ``begin`` when the first of them began (seconds since the epoch; 0 if unknown).
    """

    report: Report
    unforeseen: tuple[Unforeseen, ...] = ()
    outdated: tuple[str, ...] = ()
    allowed: tuple[Used, ...] = ()
    faults: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    processes: Mapping[int, str] = field(default_factory=dict)
    begin: float = 0.0

    @property
    def earliest(self) -> float:
        """When the timeline of the run begins: with its first process, or what was seen first."""
        begins = [each.time - each.duration for each in self.evidence]
        return min([*begins, self.begin or math.inf]) if begins else self.begin


def join(
    report: Report,
    run: Run,
    *,
    only_confirmed: bool = False,
    allow: Iterable[Allowance] = (),
    root: Path | None = None,
) -> Joined:
    """Say of every finding what the run has shown; leave out those that it does not confirm, if that is wanted.

    The run may have been elsewhere: its files are found again by content, or below the working directory. ``allow`` takes
    evidence out; its files are relative to ``root``.
    """
    run = _here(run, {os.path.realpath(finding.location.path) for finding in (*report.findings, *report.known)})
    changed = {path for path, digest in run.imported.items() if digest != records.digest(path)}
    current = [each for each in run.evidence if each.place is None or each.place.path not in changed]
    usable, allowed = allowances.sift(current, allow, root or Path.cwd())
    used: set[int] = set()
    findings = []
    by_kind: dict[str, list[Evidence]] = {}
    for each in usable:
        if each.kind in _CODES:
            by_kind.setdefault(each.kind, []).append(each)
    for finding in (*report.findings, *report.known):
        path = os.path.realpath(finding.location.path)
        matching = [
            each
            for kind, several in by_kind.items()
            if finding.code.startswith(_CODES[kind][0])
            for each in several
            if _matches(finding, path, each)
        ]
        used.update(map(id, matching))
        if not finding.known:
            findings.append(replace(finding, runtime=_verdict(finding, path, matching, run, changed)))
    # A short call on a flagged line says something of a finding there that it blocks, and nothing by itself.
    usable = [each for each in usable if each.kind != "blocking-call" or id(each) in used]
    if only_confirmed:
        findings = [each for each in findings if each.runtime and each.runtime.verdict is Verdict.CONFIRMED]
    return Joined(
        replace(report, findings=tuple(findings)),
        _unforeseen(usable, used),
        tuple(sorted(changed)),
        allowed,
        tuple(run.faults),
        tuple(sorted(usable, key=lambda each: each.time)),
        run.processes,
        run.begin,
    )


def _unforeseen(usable: Iterable[Evidence], used: set[int]) -> tuple[Unforeseen, ...]:
    """What no finding speaks of, by code and place."""
    rest = [each for each in usable if id(each) not in used and each.place is not None and each.kind not in _UNTOLD]
    # The coroutine that a nested run was given dies unawaited, which is the same mistake.
    nested = {each.place for each in usable if each.kind == "nested-run"}
    groups: dict[tuple[str, Place], list[Evidence]] = {}
    for each in rest:
        if each.place is not None and not (each.kind == "never-awaited" and each.place in nested):
            groups.setdefault((each.kind, each.place), []).append(each)
    told = (
        Unforeseen(
            _CODES[kind][1] if kind in _CODES else "",
            max(group, key=lambda each: each.duration),
            sum(each.count for each in group),
            round(sum(each.total or each.duration for each in group), 6),
        )
        for (kind, _), group in groups.items()
    )
    return tuple(sorted(told, key=lambda each: (not each.code, each.code, -each.evidence.duration, -each.count)))


def flagged_lines(report: Report) -> dict[str, list[int]]:
    """The lines of all findings in modules, by real path."""
    lines: dict[str, set[int]] = {}
    for finding in report.findings:
        at = finding.location
        if at.cell is None:
            lines.setdefault(os.path.realpath(at.path), set()).update(range(at.line, at.end_line + 1))
    return {path: sorted(numbers) for path, numbers in lines.items()}


def _matches(finding: Finding, path: str, evidence: Evidence) -> bool:
    at = finding.location
    places: Iterable[Place] = () if evidence.place is None else (evidence.place,)
    if evidence.kind in _CANCELLATION:
        if not evidence.handlers:
            function = evidence.about or evidence.place
            return function is not None and function.path == path and finding.function.endswith(f".{function.function}")
        places = evidence.handlers
    elif evidence.kind in _WITH_STACK:
        places = (*places, *evidence.stack)
    return any(each.path == path and at.line <= each.line <= at.end_line for each in places)


def _verdict(finding: Finding, path: str, matching: list[Evidence], run: Run, changed: set[str]) -> Runtime:
    if path in changed:  # a stack may pass through old lines of it on the way to what is as it was
        return Runtime(Verdict.OUTDATED)
    if matching:
        worst = max(matching, key=lambda each: each.duration)
        stack = tuple(f"{each.path}:{each.line} {each.function}" for each in worst.stack)
        total = sum(each.total or each.duration for each in matching)
        return Runtime(Verdict.CONFIRMED, sum(each.count for each in matching), worst.duration, round(total, 6), stack)
    if path not in run.imported:
        return Runtime(Verdict.NEVER_IMPORTED)
    at = finding.location
    lines = {(path, line) for line in range(at.line, at.end_line + 1)}
    if not run.ran.isdisjoint(lines):
        return Runtime(Verdict.RAN_UNSEEN)
    return Runtime(Verdict.UNSEEN if run.watched.isdisjoint(lines) else Verdict.NEVER_RAN)


# -- A run that was elsewhere


def _here(run: Run, findings: set[str]) -> Run:
    """The run with the paths that its files have here, where they are others: in a container, in another checkout."""
    strange = {path for path in run.imported if not os.path.exists(path)}
    strange.update(
        place.path
        for each in run.evidence
        for place in (each.place, *each.stack)
        if place is not None and not os.path.exists(place.path)
    )
    if not strange:
        return run
    roots = _roots(run, findings)
    here = {path: found for path in strange if (found := _found(path, roots)) is not None}
    if not here:
        return run
    return Run(
        [_moved(each, here) for each in run.evidence],
        {(here.get(path, path), line) for path, line in run.ran},
        {(here.get(path, path), line) for path, line in run.watched},
        {here.get(path, path): digest for path, digest in run.imported.items()},
        run.folders,
        run.processes,
        run.begin,
        run.faults,
    )


def _roots(run: Run, findings: set[str]) -> list[tuple[str, str]]:
    """Folders of the run and what they are here: as files of the same content tell, or the working directories."""
    by_digest = {records.digest(path): path for path in findings}
    roots = []
    for path, digest in run.imported.items():
        local = by_digest.get(digest)
        if local is not None and local != path:
            there, here = path.split(os.sep), local.split(os.sep)
            same = 0
            while same < min(len(there), len(here)) - 1 and there[-1 - same] == here[-1 - same]:
                same += 1
            if same:
                roots.append((os.sep.join(there[:-same]), os.sep.join(here[:-same])))
    roots += [(folder, os.getcwd()) for folder in run.folders]
    return list(dict.fromkeys(roots))


def _found(path: str, roots: Iterable[tuple[str, str]]) -> str | None:
    for there, here in roots:
        if path.startswith(there + os.sep):
            candidate = here + path[len(there) :]
            if os.path.isfile(candidate):
                return os.path.realpath(candidate)
    return None


def _moved(evidence: Evidence, here: Mapping[str, str]) -> Evidence:
    def place(at: Place) -> Place:
        return replace(at, path=here.get(at.path, at.path))

    return replace(
        evidence,
        place=evidence.place and place(evidence.place),
        stack=tuple(map(place, evidence.stack)),
        about=evidence.about and place(evidence.about),
        handlers=tuple(map(place, evidence.handlers)),
    )
