"""GitLab's code quality report, to the value."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclint.findings import FileError, Finding, Report, digest
from asynclint.reports.formats import Options
from asynclint.reports.gitlab import render

Make = Callable[..., Finding]


@pytest.fixture(autouse=True)
def folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)
    return project


def issues(*findings: Finding, errors: tuple[FileError, ...] = ()) -> Any:
    return json.loads(render(Report(findings, errors), Options()))


def test_a_finding(finding: Make) -> None:
    assert issues(finding("src/app.py", (3, 5, 4, 9))) == [
        {
            "description": "ASL201 blocking-sleep: it blocks",
            "check_name": "ASL201",
            "fingerprint": digest("src/app.py", "f1"),
            "severity": "critical",
            "location": {"path": "src/app.py", "lines": {"begin": 3, "end": 4}},
        }
    ]


@pytest.mark.parametrize(("severity", "theirs"), [("error", "critical"), ("warning", "major"), ("info", "info")])
def test_severities(finding: Make, severity: str, theirs: str) -> None:
    assert [issue["severity"] for issue in issues(finding(severity=severity))] == [theirs]


def test_what_could_not_be_linted() -> None:
    found = issues(errors=(FileError("a.py", "not valid utf-8", 3), FileError("b", "no such file or folder")))
    fingerprints = [issue.pop("fingerprint") for issue in found]
    assert len(set(fingerprints)) == 2
    assert found == [
        {
            "description": "not linted: not valid utf-8",
            "check_name": "not-linted",
            "severity": "blocker",
            "location": {"path": "a.py", "lines": {"begin": 3, "end": 3}},
        },
        {
            "description": "not linted: no such file or folder",
            "check_name": "not-linted",
            "severity": "blocker",
            "location": {"path": "b", "lines": {"begin": 1, "end": 1}},
        },
    ]


def test_fingerprints_name_findings_of_the_repository(
    finding: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours are those of a file; GitLab keeps one issue of a fingerprint."""
    first, second = (issue["fingerprint"] for issue in issues(finding("a/x.py"), finding("b/x.py")))
    assert first != second
    assert [issue["fingerprint"] for issue in issues(finding("b/x.py", (7, 1, 7, 2)))] == [second]
    (folder / "b").mkdir()
    monkeypatch.setenv("CI_PROJECT_DIR", str(folder))
    monkeypatch.chdir("b")
    assert [issue["fingerprint"] for issue in issues(finding("x.py"))] == [second]


def test_two_that_could_not_be_linted_are_two() -> None:
    errors = (FileError("a.py", "not fixed", 3), FileError("a.py", "not fixed", 4), FileError("b.py", "not fixed", 3))
    assert len({issue["fingerprint"] for issue in issues(errors=errors)}) == 3


def test_in_a_folder_of_the_checkout(finding: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "backend").mkdir()
    monkeypatch.setenv("CI_PROJECT_DIR", str(folder))
    monkeypatch.chdir("backend")
    assert issues(finding())[0]["location"]["path"] == "backend/app.py"


def test_a_notebook(notebook: Make) -> None:
    (issue,) = issues(notebook())
    assert issue["description"] == "ASL401 asyncio-run-on-loop: it runs (cell 1, line 2)"
    assert issue["location"] == {"path": "lab.ipynb", "lines": {"begin": 10, "end": 11}}
