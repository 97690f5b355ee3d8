"""Every file of ``test_data/fixes`` becomes, byte by byte, the file beside it.

``name.py`` is the code before, ``name.after.py`` after ``asynclint --fix``; without an ``after`` nothing may change. The
first lines of the code may say more, each as a comment:

``# unsafe``
    unsafe fixes are applied, too
``# settings: task-fix = "await"``
    keys of ``[tool.asynclint]``, separated by ``;``
``# left: ASL101:12, ASL201:15``
    the findings that remain, by code and line of the fixed file; without it, none may

A folder ``pkg_*`` is one program: its files are fixed in one run, and stand beside their ``after``.
"""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from asynclint import engine, fixing, settings
from asynclint.codemods.apply import compiles
from asynclint.codes import ROWS
from asynclint.discovery import decode
from asynclint.findings import Applicability, Report

DATA = Path(__file__).resolve().parents[2] / "test_data" / "fixes"
AFTER = ".after.py"
SINCE = re.compile(r"py3(\d\d)_")


def _cases() -> list[Path]:
    files = [path for path in DATA.glob("*/*.py") if not path.name.endswith(AFTER)]
    return sorted([*files, *(path for path in DATA.glob("*/pkg_*") if path.is_dir())])


CASES = _cases()


def is_readable(case: Path) -> bool:
    """Whether this Python parses the case."""
    since = SINCE.match(case.name)
    return since is None or sys.version_info >= (3, int(since[1]))


def files_of(case: Path) -> list[Path]:
    """The files of a case before it is fixed."""
    if case.is_file():
        return [case]
    return sorted(path for path in case.rglob("*.py") if not path.name.endswith(AFTER))


def expected(path: Path) -> bytes:
    """What a file is to become."""
    after = path.with_name(path.stem + AFTER)
    return (after if after.exists() else path).read_bytes()


def header(case: Path, word: str) -> str | None:
    """What the first lines of the case say behind ``word``."""
    for path in files_of(case):
        for line in decode(path.read_bytes()).splitlines()[:4]:
            if line.rstrip() == f"# {word}" or line.startswith(f"# {word}: "):
                return line.removeprefix(f"# {word}").removeprefix(": ").strip()
    return None


def prepared(case: Path, folder: Path) -> settings.Settings:
    """A copy of the case in ``folder``, with its settings."""
    for path in files_of(case):
        target = folder / (path.relative_to(case) if case.is_dir() else path.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    lines = (header(case, "settings") or "").split(";")
    (folder / "asynclint.toml").write_text("\n".join(lines), "utf-8")
    tomllib.loads("\n".join(lines))
    found = settings.load(folder, ROWS)
    return replace(found, unsafe_fixes=header(case, "unsafe") is not None)


def fixed(folder: Path, chosen: settings.Settings) -> fixing.Outcome:
    """What becomes of the program in ``folder``."""

    def lint(texts: dict[str, str]) -> Report:
        return engine.lint([str(folder)], chosen, jobs=1, given=texts)

    outcome = fixing.fix(lint, unsafe=chosen.unsafe_fixes)  # type: ignore[arg-type]
    assert not outcome.report.errors and not outcome.errors
    return outcome


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_the_code_becomes_what_stands_beside_it(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_readable(case):
        pytest.skip("newer syntax")
    monkeypatch.chdir(tmp_path)
    chosen = prepared(case, tmp_path)
    outcome = fixed(tmp_path, chosen)
    assert not fixing.save(outcome.changes)
    for path in files_of(case):
        name = path.relative_to(case) if case.is_dir() else path.name
        assert decode((tmp_path / name).read_bytes()) == decode(expected(path))
        assert (tmp_path / name).read_bytes() == expected(path)
        assert compiles(decode(expected(path)))
    assert not outcome.dropped
    left = [f"{finding.code}:{finding.location.line}" for finding in outcome.report.findings]
    assert ", ".join(left) == (header(case, "left") or "")
    assert not [finding for finding in outcome.report.findings if _is_open(finding.fix, chosen.unsafe_fixes)]


def _is_open(fix: object, unsafe: bool) -> bool:
    return fix is not None and (unsafe or getattr(fix, "applicability", None) is Applicability.SAFE)


def test_there_are_cases_of_every_code_with_a_fix() -> None:
    without = {"ASL001", "ASL208", "ASL209", "ASL504"}
    codes = {row.code for row in ROWS} - without
    assert codes <= {case.parent.name for case in CASES}


def test_no_file_stands_alone() -> None:
    for after in DATA.rglob(f"*{AFTER}"):
        assert after.with_name(after.name.removesuffix(AFTER) + ".py").exists()
