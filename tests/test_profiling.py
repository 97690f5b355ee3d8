"""Seconds by stage: what is counted, as whose, and that workers hand over theirs."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from asynclint import cli, profiling, workers


@pytest.fixture(autouse=True)
def unused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has been counted yet, and clocks go on by one whenever somebody looks at them."""
    monkeypatch.setattr(profiling, "_stages", {})
    monkeypatch.setattr(profiling, "_parts", {})
    ticks = itertools.count(1)
    monkeypatch.setattr(profiling, "_now", lambda: (float(tick := next(ticks)), 2.0 * tick))
    monkeypatch.setattr(profiling, "_BEGIN", 0.0)
    monkeypatch.setattr(profiling.time, "thread_time", itertools.count(1).__next__)


def test_a_stage_inside_another_is_not_counted_twice() -> None:
    with profiling.stage("outer"), profiling.stage("inner"):
        pass
    stages, _ = profiling.told()
    assert stages == {"outer": (2, 4), "inner": (1, 2), "rest": (2, 4), "all": (5, 10)}


def test_a_stage_adds_up_also_when_it_fails() -> None:
    with profiling.stage("read"):
        pass
    with pytest.raises(KeyError), profiling.stage("read"):
        raise KeyError
    assert profiling.told()[0]["read"] == (2, 4)


def test_a_part_inside_another_is_not_counted_twice() -> None:
    with profiling.part("check", "rules"), profiling.part("check", "libcst"):
        pass
    assert profiling.taken() == {("check", "rules"): 2, ("check", "libcst"): 1}
    assert profiling.taken() == {}


def measured(item: int) -> int:
    with profiling.part("read", "parse"):
        return item


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_workers_spend_comes_back_once(jobs: int) -> None:
    with profiling.part("read", "parse"):
        pass  # forks inherit this, and must not hand it over
    items = list(range(40))
    result = workers.work(measured, items, items, jobs=jobs, crashed=lambda item: -1, decode=lambda item: item)
    assert result == items
    assert profiling.taken() == {("read", "parse"): 41}


def test_the_table_stands_beside_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text("import time\nasync def f():\n    time.sleep(1)\n")
    arguments = ["--no-cache", "--isolated", "--format", "json", str(tmp_path)]
    assert cli.main(arguments) == 1
    plain = capsys.readouterr()
    assert cli.main(["--profile", *arguments]) == 1
    profiled = capsys.readouterr()
    assert profiled.out == plain.out
    lines = profiled.err.splitlines()
    assert lines[0].split() == ["stage", "wall", "s", "CPU", "s"]
    assert [line.split()[0] for line in lines[1:]] == [
        *("discover", "remember", "read", "parse", "extract", "link", "check", "rules", "libcst", "screen", "report"),
        *("rest", "all"),
    ]
