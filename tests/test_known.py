"""Findings beside what is known: which of them are, and which entries are left over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from asynclint.findings import Confidence, FileError, Finding, Location, Report, Severity
from asynclint.known import Entry, Known, entry


@pytest.fixture(autouse=True)
def project(project: Path) -> Path:
    """An empty folder, which is the working directory of every test."""
    return project


def found(path: str, fingerprint: str, line: int = 1) -> Finding:
    at = Location(path, line, 1, line, 2)
    return Finding("ASL201", "blocking-sleep", Severity.ERROR, Confidence.CERTAIN, at, "m", "app.f", fingerprint)


def known(*entries: tuple[str, str], source: str = "old.json", paths: tuple[str, ...] = (".",)) -> Known:
    listed = tuple(Entry(path, "ASL201", "app.f", fingerprint) for path, fingerprint in entries)
    return Known(source, Path.cwd(), listed, frozenset(str(Path.cwd() / path) for path in paths))


def places(findings: tuple[Finding, ...]) -> list[tuple[str, int]]:
    return [(finding.location.path, finding.location.line) for finding in findings]


def gone(source: Known, report: Report) -> list[tuple[str, str]]:
    return [(each.path, each.fingerprint) for each in source.gone(report)]


def test_an_entry_has_the_path_from_its_folder() -> None:
    assert entry(found("a/b.py", "1"), Path.cwd()) == Entry("a/b.py", "ASL201", "app.f", "1")
    assert entry(found("a/b.py", "1"), Path.cwd() / "c").path == "../a/b.py"
    assert entry(found("/x.py", "1"), Path("/y")).path == "../x.py"


def test_equal_entries_are_counted() -> None:
    report = Report((found("a.py", "1", 1), found("a.py", "1", 2), found("a.py", "1", 3)), ())
    twice = known(("a.py", "1"), ("a.py", "1"))
    assert places(twice.hide(report).findings) == [("a.py", 3)]
    assert places(twice.hide(report).known) == [("a.py", 1), ("a.py", 2)]
    assert gone(twice, replace(report, findings=report.findings[:1])) == [("a.py", "1")]


def test_what_stands_where_it_stood_is_known_before_what_was_moved() -> None:
    report = Report((found("a.py", "1"), found("b.py", "1"), found("c.py", "1")), ())
    assert places(known(("b.py", "1"), ("z.py", "1")).hide(report).findings) == [("c.py", 1)]
    assert places(known(("b.py", "1")).hide(report).findings) == [("a.py", 1), ("c.py", 1)]


def test_what_is_known_twice_is_known_from_the_first_and_gone_from_neither() -> None:
    first, second = known(("a.py", "1"), source="first"), known(("a.py", "1"), ("b.py", "2"), source="second")
    report = second.hide(first.hide(Report((found("b.py", "2"), found("a.py", "1")), ())))
    assert report.findings == ()
    assert [(each.location.path, each.known) for each in report.known] == [("a.py", "first"), ("b.py", "second")]
    assert (first.gone(report), second.gone(report)) == ([], [])


def test_files_elsewhere_are_not_judged_unless_they_are_gone() -> None:
    Path("there.py").write_text("")
    source = known(("there.py", "1"), ("moved.py", "2"), ("left.py", "3"), ("src/x.py", "4"), paths=("src", "one.py"))
    report = Report((found("one.py", "1"), found("src/y.py", "2")), ())
    assert places(source.hide(report).findings) == [("one.py", 1)]
    assert gone(source, report) == [("src/x.py", "4")]


def test_files_that_cannot_be_linted_are_not_judged() -> None:
    report = Report((found("b.py", "1"),), (FileError("a.py", "broken"),))
    assert places(known(("a.py", "1")).hide(report).findings) == [("b.py", 1)]
    assert gone(known(("a.py", "1"), ("c.py", "2")), report) == [("c.py", "2")]
