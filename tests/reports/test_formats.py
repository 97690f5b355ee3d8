"""The registry: every format renders the same report, and is imported when it is wanted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import asynclint
from asynclint.findings import FileError, Finding, Report
from asynclint.reports.formats import FORMATS, Options, render

NASTY = "\x1b[2J \ud800 \x00 \ufffe </failure> \r\n::error::x %0A é"


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_in_a_report_breaks_a_format(finding: Callable[..., Finding], form: str) -> None:
    """What is said comes from the code that is linted: it steers no terminal, and has a UTF-8 form (or is escaped)."""
    report = Report((finding(message=NASTY, function=NASTY),), (FileError("b.py", NASTY, 3),))
    text = render(form, report, Options())
    assert text.endswith("\n")
    assert not {"\x1b", "\x00", "\ud800", "\r"} & set(text)
    assert "é" in text
    assert not any(line.startswith("::error::x") for line in text.splitlines())


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_report(form: str) -> None:
    text = render(form, Report((), (), files=1), Options())
    assert text == {"github": "", "gitlab": "[]\n", "flake8": "", "pylint": ""}.get(form, text)


def test_a_file_has_no_colours(finding: Callable[..., Finding], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    report = Report((finding(),), (FileError("b.py", "not valid utf-8", 3),), files=2)
    assert render("text", report, Options(show_source=False)) == (
        "app.py:1:1 ASL201 blocking-sleep [error]\n"
        "  it blocks\n"
        "\n"
        "b.py:3: error: not valid utf-8\n"
        "Found 1 finding (1 cause): 1 error, 0 warnings, 0 info in 2 files.\n"
        "1 path could not be linted.\n"
    )


def test_only_the_format_that_is_wanted_is_imported() -> None:
    code = (
        "import sys; from asynclint.findings import Report; from asynclint.reports.formats import Options, render;"
        "render(sys.argv[1], Report((), ()), Options());"
        "print([name for name in ('libcst', 'xml', 'asynclint.reports.sarif', 'asynclint.reports.json') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(asynclint.__file__).parent.parent)}
    command = [sys.executable, "-c", code]
    for form, imported in (
        ("text", "[]"),
        ("flake8", "[]"),
        ("junit", "['xml']"),
        ("json", "['asynclint.reports.json']"),
    ):
        done = subprocess.run([*command, form], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout == f"{imported}\n", form
