"""Lines like flake8's, to the character."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from asynclint import engine, settings
from asynclint.codes import ROWS
from asynclint.findings import FileError, Finding, Report
from asynclint.reports.flake8 import render
from asynclint.reports.formats import Options

Make = Callable[..., Finding]


def test_lines(finding: Make) -> None:
    errors = (FileError("a.py", "not valid utf-8", 3), FileError("b", "no such file or folder"))
    report = Report((finding("src/app.py", (3, 5, 4, 9)), finding("x\n.py", message="a\nb")), errors)
    assert render(report, Options()) == (
        "a.py:3:1: E902 not valid utf-8\n"
        "b:1:1: E902 no such file or folder\n"
        "src/app.py:3:5: ASL201 it blocks\n"
        "x\\n.py:1:1: ASL201 a\\nb\n"
    )


def test_a_notebook(project: Path, notebook: Make) -> None:
    assert render(Report((notebook(),), ()), Options()) == "lab.ipynb:10:1: ASL401 it runs (cell 1, line 2)\n"


def test_columns_count_characters(project: Path) -> None:
    Path("app.py").write_text("import time\n\n\nasync def f():\n    x = 'é日😀'; time.sleep(1)\n")
    report = engine.lint(["app.py"], settings.load(project, ROWS, isolated=True), jobs=1)
    assert render(report, Options()).startswith("app.py:5:16: ASL201 ")
