"""Passes of lint and fix, what is taken back, and what is written. Most tests use a linter of a few lines."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import asynclint
from asynclint import engine, fixing
from asynclint.codes import ROWS
from asynclint.findings import (
    Applicability,
    Confidence,
    Edit,
    FileError,
    Finding,
    Fix,
    Location,
    Report,
    Severity,
    digest,
)
from asynclint.settings import Settings

ROOT = Path(asynclint.__file__).parent.parent
CODE = "import asyncio\nimport time\n\n\nasync def f():\n    time.sleep(1)\n"
FIXED = "import asyncio\n\n\nasync def f():\n    await asyncio.sleep(1)\n"


class Linter:
    """Finds every match of a pattern in the files of the working directory; the fix puts another text in its place."""

    def __init__(self, *rules: tuple[str, str, str], unsafe: str = "", function: str = "f") -> None:
        self.rules = rules
        self.unsafe = unsafe
        self.function = function
        self.runs: list[dict[str, str]] = []
        self.during: Callable[[int], object] = lambda run: None

    def __call__(self, texts: Mapping[str, str]) -> Report:
        self.runs.append(dict(texts))
        given = {os.path.abspath(path): text for path, text in texts.items()}
        found = []
        for path in sorted(Path().rglob("*.py")):
            text = given.get(str(path.absolute()))
            found += self.findings(str(path), path.read_bytes().decode() if text is None else text)
        self.during(len(self.runs))
        return Report(tuple(sorted(found, key=lambda finding: finding.sort_key)), ())

    def findings(self, path: str, text: str) -> list[Finding]:
        return [
            self.finding(path, text, code, match, new)
            for code, old, new in self.rules
            for match in re.finditer(old, text)
        ]

    def finding(self, path: str, text: str, code: str, match: re.Match[str], new: str) -> Finding:
        kind = Applicability.UNSAFE if code == self.unsafe else Applicability.SAFE
        line = text.count("\n", 0, match.start()) + 1
        return Finding(
            code,
            "a-rule",
            Severity.ERROR,
            Confidence.CERTAIN,
            Location(path, line, match.start() + 1, line, match.end() + 1),
            match[0],
            self.function,
            f"{code} {match[0]} {match.start()}",
            fix=Fix(kind, "t", (Edit(match.start(), match.end(), match.expand(new)),), source=digest(text)),
        )


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(text: str, name: str = "a.py") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def texts(outcome: fixing.Outcome) -> dict[str, str]:
    return {change.path: change.after for change in outcome.changes}


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{finding.location.path} {finding.code} {finding.message}" for finding in findings]


# -- Passes --


def test_nothing_to_fix() -> None:
    put("x = 1\n")
    lint = Linter(("A", "bad", "good"))
    outcome = fixing.fix(lint, unsafe=True)
    assert (outcome.changes, outcome.fixed, outcome.dropped, outcome.errors) == ((), (), (), ())
    assert len(lint.runs) == 1


def test_all_fixes_that_are_apart_go_in_together() -> None:
    put("bad\nbad\n")
    put("bad\n", "b.py")
    lint = Linter(("A", "bad", "good"))
    outcome = fixing.fix(lint, unsafe=False)
    assert texts(outcome) == {"a.py": "good\ngood\n", "b.py": "good\n"}
    assert told(outcome.fixed) == ["a.py A bad", "a.py A bad", "b.py A bad"]
    assert told(outcome.before.findings) == told(outcome.fixed)
    assert outcome.report.findings == ()
    assert len(lint.runs) == 2
    assert Path("a.py").read_text() == "bad\nbad\n"  # nothing is written


def test_overlapping_fixes_wait_for_the_next_pass() -> None:
    put("f(g(x))\n")
    lint = Linter(("A", r"f\((.*)\)", r"F(\1)"), ("B", r"g\(x\)", "G(x)"))
    outcome = fixing.fix(lint, unsafe=False)
    assert [run.get("a.py") for run in lint.runs] == [None, "F(g(x))\n", "F(G(x))\n"]
    assert texts(outcome) == {"a.py": "F(G(x))\n"}
    assert told(outcome.fixed) == ["a.py A f(g(x))", "a.py B g(x)"]


def test_there_are_ten_passes_at_most() -> None:
    put("".join(f"f{number:02}(" for number in range(12)) + "x" + ")" * 12 + "\n")
    lint = Linter(*((f"A{number:02}", rf"f{number:02}\((.*)\)", rf"F{number:02}(\1)") for number in range(12)))
    outcome = fixing.fix(lint, unsafe=False)
    assert [finding.code for finding in outcome.fixed] == [f"A{number:02}" for number in range(10)]
    assert [finding.code for finding in outcome.report.findings] == ["A10", "A11"]
    assert len(lint.runs) == 11


def test_unsafe_fixes_only_on_request() -> None:
    put("bad worse\n")
    lint = Linter(("A", "bad", "good"), ("B", "worse", "better"), unsafe="B")
    assert texts(fixing.fix(lint, unsafe=False)) == {"a.py": "good worse\n"}
    assert texts(fixing.fix(lint, unsafe=True)) == {"a.py": "good better\n"}


def test_given_texts_are_fixed_in_place_of_files() -> None:
    put("x = 1\n")
    outcome = fixing.fix(Linter(("A", "bad", "good")), unsafe=False, given={"./a.py": "bad\n"})
    (change,) = outcome.changes
    assert (change.path, change.before, change.after, change.data) == ("a.py", "bad\n", "good\n", None)
    assert fixing.save(outcome.changes) == []
    assert Path("a.py").read_text() == "x = 1\n"


def test_an_equal_fix_of_two_findings_mends_both() -> None:
    put("bad\n")
    lint = Linter(("A", "bad", "good"), ("B", "bad", "good"))
    outcome = fixing.fix(lint, unsafe=False)
    assert texts(outcome) == {"a.py": "good\n"}
    assert told(outcome.fixed) == ["a.py A bad", "a.py B bad"]


# -- What is taken back --


def test_what_would_not_compile_is_dropped_and_said() -> None:
    put("good(bad)\nworse\n")
    outcome = fixing.fix(Linter(("A", "bad", "("), ("B", "worse", "better")), unsafe=False)
    assert texts(outcome) == {"a.py": "good(bad)\nbetter\n"}
    assert [(finding.code, why) for finding, why in outcome.dropped] == [("A", "the fixed file would not compile")]
    assert told(outcome.fixed) == ["a.py B worse"]


@pytest.mark.parametrize("new", ["bad", "(bad)", "bad; bad"])
def test_a_fix_that_leaves_the_finding_is_dropped_and_said(new: str) -> None:
    put("bad\n")
    put("fine\n", "b.py")
    outcome = fixing.fix(Linter(("A", "bad", new)), unsafe=False)
    assert outcome.changes == ()
    assert outcome.fixed == ()
    assert [(finding.code, why) for finding, why in outcome.dropped] == [
        ("A", "asynclint finds the fixed code no better")
    ]
    assert told(outcome.report.findings) == ["a.py A bad"]


def test_a_fix_that_brings_another_finding_is_dropped_and_others_are_not() -> None:
    put("bad\n")
    put("worse\n", "b.py")
    outcome = fixing.fix(Linter(("A", "bad", "ugly"), ("B", "worse", "better"), ("C", "ugly", "")), unsafe=False)
    assert texts(outcome) == {"b.py": "better\n"}
    assert [finding.code for finding, _ in outcome.dropped] == ["A"]
    assert told(outcome.fixed) == ["b.py B worse"]
    assert told(outcome.report.findings) == ["a.py A bad"]


def test_a_fix_that_brings_a_finding_to_another_file_is_dropped() -> None:
    put("bad\n")
    put("x = 1\n", "b.py")
    lint = Linter(("A", "bad", "good"))

    def far(given: Mapping[str, str]) -> Report:
        report = lint(given)
        if "good" not in given.get("a.py", ""):
            return report
        return Report((lint.finding("b.py", "x = 1\n", "B", re.match("x", "x = 1\n"), "y"),), ())  # type: ignore[arg-type]

    outcome = fixing.fix(far, unsafe=False)
    assert outcome.changes == ()
    assert [finding.code for finding, _ in outcome.dropped] == ["A"]


def test_a_fix_that_makes_a_file_unreadable_is_dropped() -> None:
    put("bad\n")
    lint = Linter(("A", "bad", "good"))

    def strict(given: Mapping[str, str]) -> Report:
        if "good" in given.get("a.py", ""):
            return Report((), (FileError("a.py", "nested too deeply to be analysed"),))
        return lint(given)

    outcome = fixing.fix(strict, unsafe=False)
    assert outcome.changes == ()
    assert [finding.code for finding, _ in outcome.dropped] == ["A"]
    assert outcome.report.errors == ()


def test_a_rule_whose_fix_is_wrong_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    from asynclint.rules import check

    right = check.Checker._fix

    def wrong(new: str) -> Callable[..., tuple[Fix | None, str]]:
        def fix(*arguments: object) -> tuple[Fix | None, str]:
            made, why = right(*arguments)  # type: ignore[arg-type]
            if made is None or "asyncio.sleep" not in made.edits[0].text:
                return made, why
            edit = made.edits[0]
            return Fix(made.applicability, made.title, (Edit(edit.start, edit.end, new),), source=made.source), ""

        return fix

    put(CODE)
    for new, why in [
        ("await (", "the fixed file would not compile"),
        ("time.sleep(2)", "asynclint finds the fixed code no better"),
        ("asyncio.sleep(1)", "asynclint finds the fixed code no better"),
    ]:
        monkeypatch.setattr(check.Checker, "_fix", wrong(new))
        outcome = fixing.fix(_lint_here(), unsafe=True)
        assert outcome.changes == ()
        assert [(finding.code, reason) for finding, reason in outcome.dropped] == [("ASL201", why)]
        assert [finding.code for finding in outcome.report.findings] == ["ASL201"]
    monkeypatch.setattr(check.Checker, "_fix", right)
    assert texts(fixing.fix(_lint_here(), unsafe=True)) == {"a.py": FIXED}


def _lint_here() -> fixing.Lint:
    chosen = Settings(ROWS, Path.cwd())
    return lambda given: engine.lint(["."], chosen, jobs=1, given=given)


# -- Who is asked --


def asked(answers: str) -> tuple[list[str], fixing.Ask]:
    """What was asked, and who answers: ``y`` or ``n`` for each question."""
    questions: list[str] = []

    def ask(finding: Finding, before: str, after: str) -> bool:
        questions.append(f"{finding.location.path} {before!r} -> {after!r}")
        return answers[len(questions) - 1] == "y"

    return questions, ask


def test_each_fix_is_asked_for_once_and_shown_alone() -> None:
    put("bad\nbad\n")
    questions, ask = asked("ny")
    outcome = fixing.fix(Linter(("A", "bad", "good")), unsafe=False, ask=ask)
    assert questions == [
        r"a.py 'bad\nbad\n' -> 'good\nbad\n'",
        r"a.py 'bad\nbad\n' -> 'bad\ngood\n'",
    ]
    assert texts(outcome) == {"a.py": "bad\ngood\n"}
    assert told(outcome.report.findings) == ["a.py A bad"]
    assert outcome.dropped == ()


def test_equal_findings_in_two_files_are_two_questions() -> None:
    put("bad\n")
    put("bad\n", "b.py")
    questions, ask = asked("ny")
    outcome = fixing.fix(Linter(("A", "bad", "good")), unsafe=False, ask=ask)
    assert len(questions) == 2
    assert texts(outcome) == {"b.py": "good\n"}


def test_an_answer_holds_for_a_fix_that_has_to_wait() -> None:
    put("f(g(x))\n")
    questions, ask = asked("yy")
    lint = Linter(("A", r"f\((.*)\)", r"F(\1)"), ("B", r"g\(x\)", "G(x)"))
    outcome = fixing.fix(lint, unsafe=False, ask=ask)
    assert texts(outcome) == {"a.py": "F(G(x))\n"}
    assert len(questions) == 2


def test_nobody_is_asked_for_what_would_not_compile() -> None:
    put("bad\n")
    questions, ask = asked("")
    outcome = fixing.fix(Linter(("A", "bad", "(")), unsafe=False, ask=ask)
    assert questions == []
    assert [why for _, why in outcome.dropped] == ["the fixed file would not compile"]


# -- Files --


def test_a_file_that_changes_while_it_is_linted_is_not_fixed() -> None:
    put("bad\n")
    put("bad\n", "b.py")
    lint = Linter(("A", "bad", "good"))
    lint.during = lambda run: put("bad # edited\n", "b.py") if run == 1 else None
    outcome = fixing.saved(fixing.fix(lint, unsafe=False))
    assert texts(outcome) == {"a.py": "good\n"}
    assert outcome.errors == (FileError("b.py", "changed on disk meanwhile; not fixed"),)
    assert Path("b.py").read_text() == "bad # edited\n"


def test_a_file_that_changes_after_that_is_not_overwritten() -> None:
    put("bad\n")
    put("bad\n", "b.py")
    outcome = fixing.fix(Linter(("A", "bad", "good")), unsafe=False)
    put("bad # edited\n", "b.py")
    outcome = fixing.saved(outcome)
    assert Path("a.py").read_text() == "good\n"
    assert Path("b.py").read_text() == "bad # edited\n"
    assert texts(outcome) == {"a.py": "good\n"}
    assert outcome.errors == (FileError("b.py", "changed on disk meanwhile; not fixed"),)
    assert told(outcome.fixed) == ["a.py A bad"]
    assert told(outcome.report.findings) == ["b.py A bad"]  # it is still there


def test_a_file_that_is_gone_by_then() -> None:
    put("bad\n")
    lint = Linter(("A", "bad", "good"))
    lint.during = lambda run: Path("a.py").unlink()
    outcome = fixing.fix(lint, unsafe=False)
    assert outcome.errors == (FileError("a.py", "cannot be read: no such file or directory; not fixed"),)
    assert outcome.changes == ()


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b"\xef\xbb\xbfbad\r\nx", b"\xef\xbb\xbfgood\r\nx"),
        (b"# coding: latin-1\r'\xe9'\rbad", b"# coding: latin-1\r'\xe9'\rgood"),
        (b"\tbad\n\x0c\n", None),
    ],
)
def test_bytes_that_are_not_the_fixes_remain(data: bytes, after: bytes | None) -> None:
    Path("a.py").write_bytes(data)
    lint = Linter(("A", "bad", "good"))
    text = data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    outcome = fixing.saved(fixing.fix(lambda given: lint({"a.py": text, **given}), unsafe=False))
    assert outcome.errors == ()
    assert Path("a.py").read_bytes() == (after or data.replace(b"bad", b"good"))


def test_an_encoding_that_would_not_give_the_same_bytes_back() -> None:
    text = "# coding: utf-7\nbad  # ü\n"
    data = b"# coding: utf-7\nbad  # +APw-\n"
    assert data.decode("utf-7") == text
    assert text.encode("utf-7") != data
    lint = Linter(("A", "bad", "good"))
    Path("a.py").write_bytes(data)
    outcome = fixing.saved(fixing.fix(lambda given: lint({"a.py": text, **given}), unsafe=False))
    assert outcome.errors == (FileError("a.py", "its encoding has several forms of the same text; not fixed"),)
    assert Path("a.py").read_bytes() == data


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_that_cannot_be_written_keeps_no_other_from_being_fixed(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    for name in ("a.py", "b.py", "c.py"):
        put("bad\n", name)
    outcome = fixing.fix(Linter(("A", "bad", "good")), unsafe=False)
    real, calls = getattr(os, step), 0

    def fail_once(*arguments: object) -> object:
        nonlocal calls
        calls += Path("a.py").read_text() == "good\n"
        if calls == 1 + (step == "fsync"):  # the first after a.py; before that its folder is synced
            raise OSError(28, "No space left on device")
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail_once)
        outcome = fixing.saved(outcome)
    assert outcome.errors == (FileError("b.py", "cannot be written: no space left on device; not fixed"),)
    assert [Path(name).read_text() for name in ("a.py", "b.py", "c.py")] == ["good\n", "bad\n", "good\n"]
    assert told(outcome.report.findings) == ["b.py A bad"]
    assert sorted(os.listdir()) == ["a.py", "b.py", "c.py"]


def test_an_interrupt_leaves_each_file_old_or_new(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.py", "b.py", "c.py"):
        put("bad\n", name)
    outcome = fixing.fix(Linter(("A", "bad", "good")), unsafe=False)
    real = os.replace

    def interrupt(source: str, target: Path) -> None:
        if target.name == "b.py":
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "replace", interrupt)
        fixing.save(outcome.changes)
    assert [Path(name).read_text() for name in ("a.py", "b.py", "c.py")] == ["good\n", "bad\n", "bad\n"]
    assert sorted(os.listdir()) == ["a.py", "b.py", "c.py"]


def test_all_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.py", "b.py", "c.py"):
        put("bad\n", name)
    outcome = fixing.fix(Linter(("A", "bad", "good")), unsafe=False)
    put("edited\n", "c.py")
    assert fixing.save_all(outcome.changes) == [FileError("c.py", "changed on disk meanwhile; not fixed")]
    assert [Path(name).read_text() for name in ("a.py", "b.py", "c.py")] == ["bad\n", "bad\n", "edited\n"]
    put("bad\n", "c.py")
    assert fixing.save_all(outcome.changes) == []
    assert [Path(name).read_text() for name in ("a.py", "b.py", "c.py")] == ["good\n"] * 3


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing kills here")
def test_a_kill_while_many_files_are_fixed_leaves_each_old_or_new(tmp_path: Path) -> None:
    filler = "".join(f"    print({number})\n" for number in range(100))
    old, new = (CODE + filler).encode(), (FIXED + filler).encode()
    names = [f"m{number:03}.py" for number in range(24)]
    for name in names:
        Path(name).write_bytes(old)
    command = [sys.executable, "-m", "asynclint", "--isolated", "--fix", "--quiet", "--jobs", "1", "."]
    for moment in (0.0, 0.01):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and Path(names[0]).read_bytes() == old:
                time.sleep(0.001)
            time.sleep(moment)
            process.kill()
        contents = [Path(name).read_bytes() for name in names]
        assert set(contents) <= {old, new}
        assert contents[0] == new
        left = set(os.listdir()) - set(names)
        assert all(name.startswith(".asynclint-") and name.endswith(".tmp") for name in left)
        Path(names[0]).write_bytes(old)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    assert {Path(name).read_bytes() for name in names} == {new}
