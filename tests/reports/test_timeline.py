"""The timeline, and the trace that is made of it: every event by exact value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from asynclint.findings import Report
from asynclint.reports import trace
from asynclint.reports.timeline import Timeline, timeline
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place
from asynclint.verdicts import Joined, Process

NAP = Place("/nowhere/app.py", 3, "nap")
MAIN = Place("/nowhere/app.py", 7, "main")
BLOCK = Evidence("blocked", NAP, (NAP, MAIN), 0.25, 1000.5, "MainThread", pid=7, count=2, total=0.4)
DROPPED = Evidence("task-dropped", MAIN, (), 0.0, 1000.1, "MainThread", pid=7, detail="task of nap", test="test_it")
PROGRAM = Process(7, 1000.0, ("/srv/app.py", "-v"), "/srv", "3.13.0")


def joined(*evidence: Evidence, processes: tuple[Process, ...] = (PROGRAM,)) -> Joined:
    return Joined(Report((), ()), evidence=evidence, processes=processes)


def test_lanes_are_threads_of_processes_in_the_order_in_which_they_began() -> None:
    worker = Process(3, 1001.0, (), "/srv", "3.13.0")
    there = Evidence("cpu", MAIN, (), 0.5, 1003.0, "loop", pid=3)
    other = Evidence("cpu", MAIN, (), 0.5, 1002.0, "loop", pid=7)
    times = timeline(joined(there, other, BLOCK, DROPPED, processes=(PROGRAM, worker)))
    assert (times.begin, times.end) == (1000.0, 1003.0)
    assert [(each.name, each.thread, each.evidence) for each in times.lanes] == [
        ("app.py (7)", "MainThread", (DROPPED, BLOCK)),
        ("app.py (7)", "loop", (other,)),
        ("python (3)", "loop", (there,)),
    ]


def test_a_time_that_no_clock_has_written_is_left_out() -> None:
    odd = [Evidence("cpu", MAIN, (), duration, time) for duration, time in ((0.0, 0.0), (9e300, 1000.0), (0.0, 1e300))]
    assert timeline(joined(*odd)) == Timeline(0.0, 0.0, ())
    assert timeline(joined(*odd, BLOCK)).end == 1000.5


def test_the_events() -> None:
    where = {"pid": 7, "tid": 1}
    block = {"cat": "blocked", "ts": 250_000, **where, "ph": "X", "dur": 250_000}
    assert json.loads(trace.render(joined(BLOCK, DROPPED))) == {
        "traceEvents": [
            {"ph": "M", "name": "process_name", **where, "args": {"name": "app.py (7)"}},
            {"ph": "M", "name": "thread_name", **where, "args": {"name": "MainThread"}},
            {
                "ph": "i", "s": "t", "name": "task-dropped main (/nowhere/app.py:7)", "cat": "task-dropped", "ts": 100_000, **where,
                "args": {"count": 1, "detail": "task of nap", "test": "test_it"},
            },
            {
                "name": "blocked nap (/nowhere/app.py:3)", **block,
                "args": {"count": 2, "stack": ["nap (/nowhere/app.py:3)", "main (/nowhere/app.py:7)"]},
            },
            {"name": "main (/nowhere/app.py:7)", **block},
            {"name": "nap (/nowhere/app.py:3)", **block},
        ],
        "displayTimeUnit": "ms",
        "otherData": {"command": "/srv/app.py -v", "begin": 1000.0},
    }  # fmt: skip


def test_threads_of_one_process_have_numbers_of_their_own() -> None:
    here, there = (Evidence("cpu", MAIN, (), 0.5, 1002.0, thread, pid=7) for thread in ("a", ""))
    events = json.loads(trace.render(joined(here, there)))["traceEvents"]
    names = {each["tid"]: each["args"]["name"] for each in events if each["name"] == "thread_name"}
    assert names == {1: "?", 2: "a"}


def test_nothing_seen_is_a_trace_too() -> None:
    assert json.loads(trace.render(joined(processes=()))) == {
        "traceEvents": [],
        "displayTimeUnit": "ms",
        "otherData": {"command": "", "begin": 0.0},
    }


@pytest.mark.parametrize("name", ["\ud800", "\x00", "é\u2028"])
def test_odd_names_stay_json(name: str, tmp_path: Path) -> None:
    each = Evidence("cpu", Place("/a.py", 1, name), (), 0.1, 1000.0, name, name, name)
    path = tmp_path / "trace.json"
    path.write_text(trace.render(joined(each)), "utf-8")
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert document["traceEvents"][2]["name"] == f"cpu {name} (/a.py:1)"
