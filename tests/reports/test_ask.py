"""The dialogue of ``--fix --interactive``."""

from __future__ import annotations

import dataclasses
import io
import sys
from collections.abc import Callable

import click
import pytest

from asynclint.findings import Applicability, Finding, Fix
from asynclint.reports.ask import Question

Make = Callable[..., Finding]
PROMPT = "Apply? yes, no, all of ASL201, quit (y, n, a, q): "


@pytest.fixture
def found(finding: Make, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finding]:
    """A finding with a fix, for a user whose terminal has no colours."""
    monkeypatch.setenv("NO_COLOR", "1")

    def make(applicability: Applicability = Applicability.SAFE, **more: str) -> Finding:
        return dataclasses.replace(finding(span=(2, 5, 2, 14), **more), fix=Fix(applicability, "await asyncio.sleep"))

    return make


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_the_change_is_shown_beside_the_output(
    found: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "y\n")
    assert Question().is_wanted(found(), "a\nb\nc", "a\nB\nc")
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == (
        "app.py:2:5 ASL201 blocking-sleep: await asyncio.sleep\n"
        "@@ -1,3 +1,3 @@\n"
        " a\n"
        "-b\n"
        "+B\n"
        " c\n"
        "\\ No newline at end of file\n" + PROMPT
    )


def test_an_unsafe_fix_is_called_so(
    found: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "y\n")
    Question().is_wanted(found(Applicability.UNSAFE), "a\n", "b\n")
    assert capsys.readouterr().err.startswith("app.py:2:5 ASL201 blocking-sleep: await asyncio.sleep (unsafe)\n")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("y\ny\ny\n", [True, True, True]),
        ("n\ny\nn\n", [False, True, False]),
        ("Y\nN\nY\n", [True, False, True]),
        ("\n\nwhat\nyes\ny\nn\nn\n", [True, False, False]),  # asked again until the answer is one
        ("q\n", [False, False, False]),
        ("y\nq\n", [True, False, False]),
        ("a\n", [True, True, True]),
        ("n\na\n", [False, True, True]),
    ],
)
def test_answers(
    found: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    wanted: list[bool],
) -> None:
    type_in(monkeypatch, typed)
    question = Question()
    assert [question.is_wanted(found(), "a\n", "b\n") for _ in wanted] == wanted


def test_all_is_all_of_the_code(
    found: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "a\nn\nq\n")
    question = Question()
    asked = [("ASL201", True), ("ASL202", False), ("ASL201", True), ("ASL203", False), ("ASL201", False)]
    for code, wanted in asked:
        assert question.is_wanted(found(code=code), "a\n", "b\n") is wanted


def test_an_end_of_input_is_an_interrupt(found: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "")
    with pytest.raises(click.Abort):
        Question().is_wanted(found(), "a\n", "b\n")


def test_nothing_in_the_code_steers_the_terminal(
    found: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "y\n")
    Question().is_wanted(found(path="a\x1b.py"), "x\f = '\x1b[31m'\r\n", "y\f = '\x1b[31m'\r\n")
    assert capsys.readouterr().err == (
        "a\\x1b.py:2:5 ASL201 blocking-sleep: await asyncio.sleep\n"
        "@@ -1 +1 @@\n"
        "-x\\x0c = '\\x1b[31m'\n"
        "+y\\x0c = '\\x1b[31m'\n" + PROMPT
    )


def test_colours(found: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    type_in(monkeypatch, "y\n")
    Question().is_wanted(found(), "a\n", "b\n")
    err = capsys.readouterr().err
    assert "\x1b[31m-a" in err
    assert "\x1b[32m+b" in err
