"""A run as one page: a table of verdicts, and when each loop was blocked. It needs no network, and nothing beside it.

All that is told comes from code and evidence that nobody vouches for: it is data in the page, and becomes text, never markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asynclint import __version__
from asynclint.discovery import display
from asynclint.findings import Finding, Verdict
from asynclint.reports.json import escaped
from asynclint.reports.source import file_place, place

if TYPE_CHECKING:
    from asynclint.runtime.evidence import Evidence
    from asynclint.verdicts import Joined

_PAGE = Path(__file__).with_name("page.html")
_DATA = "/*data*/"
_MOST_BARS = 2_000  # that are drawn; the longest ones


def render(joined: Joined) -> str:
    """The page, encodable as UTF-8."""
    timed = [each for each in joined.evidence if each.duration]
    drawn = sorted(timed, key=lambda each: -each.duration)[:_MOST_BARS]
    # From the start of the program to the last thing seen: what the loops did well belongs to the picture.
    begin = joined.earliest
    data = {
        "version": __version__,
        "findings": [_finding(finding) for finding in sorted(joined.report.findings, key=_rank)],
        "unforeseen": [
            {
                "code": each.code,
                "kind": each.evidence.kind,
                "place": _line(each.evidence),
                "function": "" if each.evidence.place is None else each.evidence.place.function,
                "detail": each.evidence.detail,
                "count": each.count,
                "worst": each.evidence.duration,
                "total": each.total,
                "stack": _stack(each.evidence),
            }
            for each in joined.unforeseen
        ],
        "allowed": [
            {
                "call": used.allowance.call,
                "where": used.allowance.where,
                "reason": used.allowance.reason,
                "count": used.count,
                "expired": used.expired,
            }
            for used in joined.allowed
        ],
        "outdated": [display(path) for path in joined.outdated],
        "faults": list(joined.faults),
        "lanes": _lanes(drawn, begin, joined),
        "seconds": max((each.time - begin for each in joined.evidence), default=0.0),
        "undrawn": len(timed) - len(drawn),
    }
    # "<" could end the element that holds the data.
    text = escaped(json.dumps(data, ensure_ascii=False, separators=(",", ":"))).replace("<", "\\u003c")
    return _PAGE.read_text("utf-8").replace(_DATA, text, 1)


def _rank(finding: Finding) -> tuple[bool, float, int]:
    """What is confirmed comes first, the longest and most frequent ahead; the rest stays in report order."""
    runtime = finding.runtime
    if runtime is None or runtime.verdict is not Verdict.CONFIRMED:
        return True, 0.0, 0
    return False, -runtime.worst, -runtime.count


def _finding(finding: Finding) -> dict[str, Any]:
    runtime = finding.runtime
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "place": place(finding.location),
        "function": finding.function,
        "message": finding.message,
        "chain": [f"{file_place(hop)} {hop.function}  {hop.text}" for hop in finding.chain],
        "verdict": "" if runtime is None else runtime.verdict.value,
        "count": 0 if runtime is None else runtime.count,
        "worst": 0.0 if runtime is None else runtime.worst,
        "total": 0.0 if runtime is None else runtime.total,
        "stack": [] if runtime is None else list(runtime.stack),
    }


def _lanes(drawn: Iterable[Evidence], begin: float, joined: Joined) -> list[dict[str, Any]]:
    """What took time, by process and thread, in order of time."""
    lanes: dict[tuple[int, str], list[Evidence]] = {}
    for each in sorted(drawn, key=lambda each: each.time - each.duration):
        lanes.setdefault((each.process, each.thread), []).append(each)
    return [
        {
            "process": process,
            "command": joined.processes.get(process, ""),
            "thread": thread,
            "bars": [
                {
                    "start": round(each.time - each.duration - begin, 6),
                    "duration": round(each.duration, 6),
                    "kind": each.kind,
                    "place": _line(each),
                    "detail": each.detail,
                    "test": each.test,
                    "stack": _stack(each),
                }
                for each in bars
            ],
        }
        for (process, thread), bars in lanes.items()
    ]


def _line(evidence: Evidence) -> str:
    return "" if evidence.place is None else f"{display(evidence.place.path)}:{evidence.place.line}"


def _stack(evidence: Evidence) -> list[str]:
    return [f"{display(each.path)}:{each.line} {each.function}" for each in evidence.stack]
