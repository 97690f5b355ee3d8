"""The trace: events as Perfetto and speedscope read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from asynclint.findings import Report
from asynclint.reports import trace
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place
from asynclint.verdicts import Joined


def test_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    place = Place(str(tmp_path / "a.py"), 3, "f")
    evidence = (
        Evidence("blocked", place, (place, Place("/x/b.py", 9, "g")), 0.25, 100.5, "MainThread", process=7),
        Evidence("never-awaited", place, (), 0.0, 100.5, "", detail="coroutine of \ud800", test="test_it", process=7),
        Evidence("starved", None, (), 0.125, 101.0, "MainThread", process=8),
    )
    joined = Joined(Report((), ()), evidence=evidence, processes={7: "app.py -x", 8: ""})
    assert json.loads(trace.render(joined)) == {
        "displayTimeUnit": "ms",
        "traceEvents": [
            {"ph": "M", "name": "process_name", "pid": 7, "tid": 0, "args": {"name": "app.py -x"}},
            {"ph": "M", "name": "process_name", "pid": 8, "tid": 0, "args": {"name": "process 8"}},
            {"ph": "M", "name": "thread_name", "pid": 7, "tid": 1, "args": {"name": "MainThread"}},
            {"ph": "M", "name": "thread_name", "pid": 7, "tid": 2, "args": {"name": "thread"}},
            {"ph": "M", "name": "thread_name", "pid": 8, "tid": 3, "args": {"name": "MainThread"}},
            {
                "name": "blocked a.py:3 f",
                "cat": "blocked",
                "ph": "X",
                "pid": 7,
                "tid": 1,
                "ts": 0,
                "dur": 250_000,
                "args": {"stack": ["a.py:3 f", "/x/b.py:9 g"]},
            },
            {"name": "/x/b.py:9 g", "cat": "blocked", "ph": "X", "pid": 7, "tid": 1, "ts": 0, "dur": 250_000},
            {"name": "a.py:3 f", "cat": "blocked", "ph": "X", "pid": 7, "tid": 1, "ts": 0, "dur": 250_000},
            {
                "name": "never-awaited a.py:3 f",
                "cat": "never-awaited",
                "ph": "i",
                "s": "t",
                "pid": 7,
                "tid": 2,
                "ts": 250_000,
                "args": {"stack": [], "detail": "coroutine of \ud800", "test": "test_it"},
            },
            {
                "name": "starved",
                "cat": "starved",
                "ph": "X",
                "pid": 8,
                "tid": 3,
                "ts": 625_000,
                "dur": 125_000,
                "args": {"stack": []},
            },
        ],
    }


def test_times_count_from_the_start_of_the_program() -> None:
    each = Evidence("cpu", Place("/x/b.py", 9, "g"), (), 0.5, 101.0, process=7)
    events = json.loads(trace.render(Joined(Report((), ()), evidence=(each,), begin=100.0)))["traceEvents"]
    assert [(event["ts"], event["dur"]) for event in events if event["ph"] == "X"] == [(500_000, 500_000)]


def test_an_empty_run() -> None:
    assert json.loads(trace.render(Joined(Report((), ())))) == {"traceEvents": [], "displayTimeUnit": "ms"}


def test_blocks_one_after_the_other_do_not_overlap() -> None:
    place = Place("/x/a.py", 3, "f")
    first = Evidence("blocked", place, (), 0.25, 100.25, "MainThread", process=7)
    second = Evidence("cpu", place, (), 0.25, 100.499, "MainThread", process=7)
    elsewhere = Evidence("cpu", place, (), 0.25, 100.4, "Thread-1", process=7)
    events = json.loads(trace.render(Joined(Report((), ()), evidence=(first, second, elsewhere))))["traceEvents"]
    assert [(each["ts"], each["dur"]) for each in events if each["ph"] == "X"] == [
        (0, 250_000),
        (150_000, 250_000),  # of another thread
        (250_000, 249_000),
    ]
