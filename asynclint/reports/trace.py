"""A run as a trace: Chrome's trace event format, which Perfetto (https://ui.perfetto.dev) and speedscope open.

See https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU. Times are microseconds since the program began.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from asynclint.discovery import display
from asynclint.reports.json import escaped

if TYPE_CHECKING:
    from asynclint.runtime.evidence import Evidence
    from asynclint.runtime.frames import Place
    from asynclint.verdicts import Joined


def render(joined: Joined) -> str:
    """The evidence of a run as JSON text: what took time as slices, everything else as instants."""
    begin = joined.earliest
    threads: dict[tuple[int, str], int] = {}
    ends: dict[int, int] = {}
    events = []
    for each in sorted(joined.evidence, key=lambda each: (each.time - each.duration, -each.duration)):
        thread = threads.setdefault((each.process, each.thread), len(threads) + 1)
        event = _event(each, thread, begin)
        events.append(event)
        # Clocks are read one after the other: what follows at once may seem to begin before the end of what it follows.
        late = ends.get(thread, 0) - event["ts"]
        if 0 < late < event.get("dur", 0):
            event |= {"ts": event["ts"] + late, "dur": event["dur"] - late}
        ends[thread] = max(ends.get(thread, 0), event["ts"] + event.get("dur", 0))
        if each.duration:  # its stack as slices inside it, outermost first: a viewer shows it like a profile
            inside = {name: event[name] for name in ("cat", "pid", "tid", "ts", "ph", "dur")}
            events += ({"name": f"{_line(frame)} {frame.function}", **inside} for frame in reversed(each.stack))
    names: list[dict[str, Any]] = [
        {"ph": "M", "name": "process_name", "pid": process, "tid": 0, "args": {"name": command or f"process {process}"}}
        for process, command in joined.processes.items()
    ]
    names += [
        {"ph": "M", "name": "thread_name", "pid": process, "tid": number, "args": {"name": name or "thread"}}
        for (process, name), number in threads.items()
    ]
    return escaped(json.dumps({"traceEvents": [*names, *events], "displayTimeUnit": "ms"}, ensure_ascii=False)) + "\n"


def _line(place: Place) -> str:
    return f"{display(place.path)}:{place.line}"


def _event(evidence: Evidence, thread: int, begin: float) -> dict[str, Any]:
    place = evidence.place
    where = "" if place is None else f" {_line(place)} {place.function}"
    event: dict[str, Any] = {
        "name": f"{evidence.kind}{where}",
        "cat": evidence.kind,
        "pid": evidence.process,
        "tid": thread,
        "ts": round((evidence.time - evidence.duration - begin) * 1e6),
        "args": {"stack": [f"{_line(each)} {each.function}" for each in evidence.stack]},
    }
    if evidence.detail:
        event["args"]["detail"] = evidence.detail
    if evidence.test:
        event["args"]["test"] = evidence.test
    if evidence.duration:
        return event | {"ph": "X", "dur": round(evidence.duration * 1e6)}
    return event | {"ph": "i", "s": "t"}
