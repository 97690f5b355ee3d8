"""Lines like pylint's parseable ones, to the character."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from asynclint.findings import FileError, Finding, Report
from asynclint.reports.formats import Options
from asynclint.reports.pylint import render

Make = Callable[..., Finding]


def test_lines(finding: Make) -> None:
    errors = (FileError("a.py", "not valid utf-8", 3), FileError("b", "no such file or folder"))
    assert render(Report((finding("src/app.py", (3, 5, 4, 9)), finding(message="a\nb")), errors), Options()) == (
        "a.py:3: [F0001(fatal), ] not valid utf-8\n"
        "b:1: [F0001(fatal), ] no such file or folder\n"
        "src/app.py:3: [ASL201(blocking-sleep), app.f] it blocks\n"
        "app.py:1: [ASL201(blocking-sleep), app.f] a\\nb\n"
    )


def test_a_notebook(project: Path, notebook: Make) -> None:
    assert render(Report((notebook(),), ()), Options()) == (
        "lab.ipynb:10: [ASL401(asyncio-run-on-loop), app.f] it runs (cell 1, line 2)\n"
    )
