"""GitLab's code quality report, to the value."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclint.findings import FileError, Finding, Report
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
            "fingerprint": "f1",
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


def test_fingerprints_are_unique_and_stay(finding: Make) -> None:
    """Modules of the same name in two folders give the same fingerprint; of which GitLab would keep one."""
    two = [issue["fingerprint"] for issue in issues(finding("a/conftest.py"), finding("b/conftest.py"))]
    three = [issue["fingerprint"] for issue in issues(finding("a/x.py"), finding("b/x.py"), finding("c/x.py"))]
    assert two[0] == "f1"
    assert len(set(three)) == 3
    assert three[:2] == two


def test_in_a_folder_of_the_checkout(finding: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "backend").mkdir()
    monkeypatch.setenv("CI_PROJECT_DIR", str(folder))
    monkeypatch.chdir("backend")
    assert issues(finding())[0]["location"]["path"] == "backend/app.py"


def test_a_notebook(notebook: Make) -> None:
    (issue,) = issues(notebook())
    assert issue["description"] == "ASL401 asyncio-run-on-loop: it runs (cell 1, line 2)"
    assert issue["location"] == {"path": "lab.ipynb", "lines": {"begin": 10, "end": 11}}
