"""``asynclint config``: what applies to a path, and where it is from."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from asynclint import cli


@pytest.fixture(autouse=True)
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the working directory; no environment is active."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return project


def put(name: str, text: str = "") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, "utf-8")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert cli.main(["config", *arguments, "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_text(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(
        "pyproject.toml",
        textwrap.dedent(
            """
            [tool.asynclint]
            select = ["ASL20"]
            exclude = ["old/"]
            target-version = "py312"
            per-file-ignores = {"tests/*" = ["ASL201"]}
            severity = {ASL205 = "info"}
            [[tool.asynclint.runtime.allow]]
            call = "time.sleep"
            in = "app.f"
            reason = "start-up"
            expires = 2030-01-31
            """
        ),
    )
    put("old/tests/test_a.py")
    put(".venv/lib/python3.12/site-packages/x.py")
    assert cli.main(["config", "old/tests/test_a.py", "--ignore", "ASL205", "--fail-on", "info"]) == 0
    assert capsys.readouterr().out == textwrap.dedent(
        f"""\
        old/tests/test_a.py
        Project: {project}
        Settings: pyproject.toml
        Libraries: .venv/lib/python3.12/site-packages (it is the project's)
        Test file: yes
        Linting the project leaves it out: `exclude` has old/.

        setting            from          value
        select             file          ["ASL20"]
        ignore             command line  ["ASL205"]
        extend-select      default       []
        per-file-ignores   file          {{"tests/*" = ["ASL201"]}}
        src                default       -
        exclude            file          ["old/"]
        extend-exclude     default       []
        respect-gitignore  default       true
        severity           file          {{"ASL205" = "info"}}
        min-confidence     default       "likely"
        fail-on            command line  "info"
        target-version     file          "3.12"
        python             default       -
        blocking           default       []
        non-blocking       default       []
        offload            default       []
        spawn              default       []
        on-loop            default       []
        max-depth          default       -
        follow-libraries   default       false
        unsafe-fixes       default       false
        fixable            default       ["ALL"]
        unfixable          default       []
        extend-safe-fixes  default       []
        task-fix           default       "set"
        runtime            file          {{"allow" = [{{"call" = "time.sleep", "in" = "app.f", "reason" = "start-up", \
"expires" = "2030-01-31"}}]}}
        baseline           default       -

        8 of 29 rules run: ASL201, ASL202, ASL203, ASL204, ASL206, ASL207, ASL208, ASL209
          Off (`select` does not have it): ASL001, ASL101, ASL102, ASL103, ASL104, ASL105, ASL106, ASL210, ASL211, \
ASL301, ASL302, ASL401, ASL402, ASL403, ASL501, ASL502, ASL503, ASL504, ASL505, ASL506
          Off (`ignore` has ASL205): ASL205
        """
    )


def test_without_a_file_the_defaults_hold_in_the_working_directory(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("tests/a.py")
    found = told(capsys, "tests/a.py")
    assert (found["path"], found["project"], found["file"]) == ("tests/a.py", str(project), None)
    assert (found["left_out"], found["test"], found["environment"]) == (None, True, None)
    assert {each["from"] for each in found["settings"].values()} == {"default"}
    assert found["rules_off"] == {"ASL208": "it is off by default", "ASL209": "it is off by default"}


def test_the_nearest_file_counts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("asynclint.toml", "fail-on = 'info'")
    put("inner/asynclint.toml", "max-depth = 3")
    put("inner/a.py")
    found = told(capsys, "inner/a.py")
    assert found["file"] == str(project / "inner" / "asynclint.toml")
    assert found["settings"]["fail-on"] == {"value": "warning", "from": "default"}
    assert found["settings"]["max-depth"] == {"value": 3, "from": "file"}


def test_a_file_that_is_named_or_none(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("asynclint.toml", "fail-on = 'info'")
    put("other.toml", "fail-on = 'error'")
    assert told(capsys, "--config", "other.toml")["settings"]["fail-on"] == {"value": "error", "from": "file"}
    assert told(capsys, "--isolated")["settings"]["fail-on"] == {"value": "warning", "from": "default"}


def test_select_on_the_command_line_starts_afresh(capsys: pytest.CaptureFixture[str]) -> None:
    put("asynclint.toml", "ignore = ['ASL201']\nextend-select = ['ASL208']")
    found = told(capsys, "--select", "ASL20")["settings"]
    assert {key: found[key] for key in ("select", "ignore", "extend-select")} == {
        "select": {"value": ["ASL20"], "from": "command line"},
        "ignore": {"value": [], "from": "command line"},
        "extend-select": {"value": [], "from": "command line"},
    }


def test_a_rule_that_is_ignored_in_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    put("asynclint.toml", "[per-file-ignores]\n'a*' = ['blocking-sleep']\n'*' = ['ASL2']")
    put("a.py")
    off = told(capsys, "a.py")["rules_off"]
    assert (off["ASL201"], off["ASL202"]) == ("`per-file-ignores` has a*", "`per-file-ignores` has *")


def test_the_environment_that_is_active_or_named(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        put(f"{name}/lib/python3.12/site-packages/x.py")
    monkeypatch.setenv("VIRTUAL_ENV", str(project / "one"))
    expected = {"path": str(project / "one"), "why": "it is active"}
    assert told(capsys)["environment"] == {**expected, "folders": [str(project / "one/lib/python3.12/site-packages")]}
    named = told(capsys, "--python", "two")["environment"]
    assert (named["path"], named["why"]) == (str(project / "two"), "the setting `python`")


def test_a_folder_is_no_test_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tests").mkdir()
    assert told(capsys, "tests")["test"] is None


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["gone.py"], "gone.py: no such file or folder"),
        (["--config", "gone.toml"], "gone.toml: cannot be read: no such file or directory"),
        (["--select", "ASL9"], "--select: there is no rule 'ASL9'; did you mean 'ASL209'?"),
    ],
)
def test_mistakes_are_told_in_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str) -> None:
    assert cli.main(["config", *arguments]) == 2
    assert capsys.readouterr() == ("", f"Error: {reason}\n")
