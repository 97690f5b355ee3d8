"""Annotations of GitHub, to the character."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from asynclint.findings import FileError, Finding, Hop, Report, Runtime, Verdict
from asynclint.reports.formats import Options
from asynclint.reports.github import render

Make = Callable[..., Finding]


@pytest.fixture(autouse=True)
def folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return project


def lines(*findings: Finding, errors: tuple[FileError, ...] = ()) -> list[str]:
    text = render(Report(findings, errors), Options())
    assert text.endswith("\n")
    return text.split("\n")[:-1]


@pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
def test_a_finding(finding: Make, severity: str, command: str) -> None:
    assert lines(finding(span=(3, 5, 3, 9), severity=severity)) == [
        f"::{command} file=app.py,line=3,endLine=3,col=5,endColumn=9,title=ASL201 blocking-sleep::it blocks"
    ]


def test_columns_only_on_one_line(finding: Make) -> None:
    (line,) = lines(finding(span=(3, 5, 4, 9)))
    assert line == "::error file=app.py,line=3,endLine=4,title=ASL201 blocking-sleep::it blocks"


def test_the_chain_and_the_verdict_are_in_the_message(finding: Make) -> None:
    chain = (Hop("app.py", 3, 5, "app.f", "g(\n  1\n)"), Hop("lib/x.py", 7, 1, "x.g", "time.sleep(1)"))
    found = replace(finding(chain=chain), runtime=Runtime(Verdict.CONFIRMED, 3, 0.25, 0.75))
    assert lines(found)[0].partition("::it blocks")[2] == (
        "%0Aapp.py:3 app.f: g( 1 )%0Alib/x.py:7 x.g: time.sleep(1)%0Ain a run: confirmed 3 times, 0.25 s at worst"
    )
    assert lines(finding(chain=chain[:1]))[0].endswith("::it blocks")


def test_escapes_are_those_of_the_toolkit(finding: Make) -> None:
    (line,) = lines(finding("a,b:c%\r\n.py", message="100 %, a: b, %0A"))
    assert line.startswith("::error file=a%2Cb%3Ac%25%0D%0A.py,line=1,")
    assert line.endswith("::100 %25, a: b, %250A")


def test_what_could_not_be_linted(finding: Make) -> None:
    errors = (FileError("a.py", "syntax error: invalid syntax", 3), FileError("b", "no such file or folder"))
    assert lines(finding(), errors=errors)[:2] == [
        "::error file=a.py,line=3,title=asynclint%3A not linted::syntax error: invalid syntax",
        "::error file=b,title=asynclint%3A not linted::no such file or folder",
    ]


def test_the_most_harmful_stand_first(finding: Make) -> None:
    """For GitHub shows only ten."""
    told = lines(finding("a.py", severity="info"), finding("b.py", severity="warning"), finding("c.py"))
    assert [line.split(",")[0] for line in told] == ["::error file=c.py", "::warning file=b.py", "::notice file=a.py"]


def test_in_a_folder_of_the_checkout(finding: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "backend").mkdir()
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    monkeypatch.chdir("backend")
    assert lines(finding())[0].startswith("::error file=backend/app.py,line=1,")


def test_a_notebook(notebook: Make) -> None:
    assert lines(notebook()) == [
        "::error file=lab.ipynb,line=10,endLine=11,title=ASL401 asyncio-run-on-loop::it runs (cell 1, line 2)"
    ]
    assert lines(errors=(FileError("lab.ipynb", "syntax error", 3, 1),)) == [
        "::error file=lab.ipynb,line=11,title=asynclint%3A not linted::syntax error (cell 1, line 3)"
    ]
