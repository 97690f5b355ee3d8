"""What a run has shown, in the Chrome trace-event format, which Perfetto (ui.perfetto.dev) and speedscope open.

See https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU (JSON object format). Times are in microseconds
since the run began. What took time is a complete event, with its stack as events inside it, outermost first; what did not is
an instant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from asynclint.discovery import display
from asynclint.reports.json import escaped
from asynclint.reports.timeline import Lane, begin, command, timeline
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place
from asynclint.verdicts import Joined


def render(joined: Joined) -> str:
    """The trace as JSON text, encodable as UTF-8."""
    times = timeline(joined)
    threads: dict[int, int] = {}  # of each process, so far
    events: list[dict[str, Any]] = []
    for lane in times.lanes:
        thread = threads[lane.pid] = threads.get(lane.pid, 0) + 1
        events += _lane(lane, thread, times.begin)
    document = {
        "traceEvents": events,
        "displayTimeUnit": "ms",
        "otherData": {"command": command(joined.processes), "begin": times.begin},
    }
    return escaped(json.dumps(document, ensure_ascii=False)) + "\n"


def _lane(lane: Lane, thread: int, start: float) -> Iterator[dict[str, Any]]:
    where = {"pid": lane.pid, "tid": thread}
    yield {"ph": "M", "name": "process_name", **where, "args": {"name": lane.name}}
    yield {"ph": "M", "name": "thread_name", **where, "args": {"name": lane.thread or "?"}}
    for each in lane.evidence:
        at = {"cat": each.kind, "ts": round((begin(each) - start) * 1e6), **where}
        told = {"args": _arguments(each)}
        if not each.duration:
            yield {"ph": "i", "name": _title(each), "s": "t", **at, **told}
            continue
        at |= {"ph": "X", "dur": round(each.duration * 1e6)}
        yield {"name": _title(each), **at, **told}
        for place in reversed(each.stack):
            yield {"name": _place(place), **at}


def _title(evidence: Evidence) -> str:
    return evidence.kind if evidence.place is None else f"{evidence.kind} {_place(evidence.place)}"


def _place(place: Place) -> str:
    return f"{place.function} ({display(place.path)}:{place.line})"


def _arguments(evidence: Evidence) -> dict[str, Any]:
    told: dict[str, Any] = {"count": evidence.count, "detail": evidence.detail, "test": evidence.test}
    told["stack"] = [_place(place) for place in evidence.stack]
    return {name: value for name, value in told.items() if value}
