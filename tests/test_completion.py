"""Shell completion: what the Tab key offers, asked of click and of a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

import asynclint
from asynclint import cli
from asynclint.codes import ROWS
from asynclint.commands import COMPLETE

ROOT = Path(asynclint.__file__).parent.parent


def offered(line: str) -> list[str]:
    """What is offered for the last word of a command line; paths as ``<file>``."""
    *words, incomplete = line.split(" ")
    items = ShellComplete(cli.commands, {}, "asynclint", COMPLETE).get_completions(words, incomplete)
    return [item.value if item.type == "plain" else f"<{item.type}>" for item in items]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ["<file>", *sorted(cli.COMMANDS)]),
        ("ru", ["<file>", "rule", "rules", "run"]),
        ("sr", ["<file>"]),
        ("src ru", ["<file>"]),
        ("--fix ru", ["<file>"]),
        ("check ru", ["<file>"]),
        ("--sel", ["--select"]),
        ("src --fo", ["--format", "--follow-libraries"]),
        ("check --fo", ["--format", "--follow-libraries"]),
        ("--min-confidence ", ["certain", "likely", "possible"]),
        ("src --min-confidence li", ["likely"]),
        ("--min-confidence=p", ["possible"]),
        ("--config ", ["<file>"]),
        ("--select ASL40", ["ASL401", "ASL402", "ASL403"]),
        ("--select asl50", ["ASL501", "ASL502", "ASL503", "ASL504", "ASL505", "ASL506"]),
        ("--ignore blocking-s", ["blocking-sleep", "blocking-subprocess", "blocking-synchronization"]),
        ("--ignore ASL1,ASL30", ["ASL1,ASL301", "ASL1,ASL302"]),
        ("rule ASL21", ["ASL210", "ASL211"]),
        ("rule task-", ["task-not-kept", "task-in-dead-local"]),
        ("rules --format j", ["json"]),
        ("cache ", ["clear", "info"]),
        ("explain ", ["<file>"]),
        ("explain a.py:3 --is", ["--isolated"]),
        ("completion ", ["bash", "fish", "zsh"]),
    ],
)
def test_what_is_offered(line: str, expected: list[str]) -> None:
    assert offered(line) == expected


def test_all_codes_are_offered_where_no_rule_was_begun() -> None:
    assert offered("--select ") == [row.code for row in ROWS]


def test_commands_and_rules_are_told_in_a_few_words() -> None:
    complete = ShellComplete(cli.commands, {}, "asynclint", COMPLETE)
    assert [item.help for item in complete.get_completions([], "exp")][1:] == ["Say why a line is flagged, or is not."]
    assert [item.help for item in complete.get_completions(["rule"], "ASL201")] == ["blocking-sleep"]


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_the_script_asks_by_the_variable(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"{COMPLETE}={shell}_complete" in script
    assert "_asynclint_completion" in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="asks bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--sel"], ["--select"]),
        (["src", "--fo"], ["--format", "--follow-libraries"]),
        (["--select", "ASL40"], ["ASL401", "ASL402", "ASL403"]),
        (["ru"], ["rule", "rules", "run"]),
    ],
)
def test_a_real_bash(words: list[str], expected: list[str], tmp_path: Path) -> None:
    command = tmp_path / "asynclint"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m asynclint "$@"\n')
    command.chmod(0o755)
    script = f"""
        eval "$(asynclint completion bash)"
        COMP_WORDS=(asynclint {" ".join(words)}) COMP_CWORD={len(words)}
        compopt() {{ :; }}  # works only where a person has pressed Tab
        _asynclint_completion asynclint
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", script], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.stdout.split(), done.stderr, done.returncode) == (expected, "", 0)
