"""The examples of docs/ci.md: their YAML parses, their commands run, and write what later steps read."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from asynclint import cli

yaml = pytest.importorskip("yaml")
PAGE = (Path(__file__).parent.parent / "docs" / "ci.md").read_text("utf-8")
EXAMPLES = {
    name: yaml.safe_load(text) for name, text in re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, flags=re.DOTALL)
}


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that blocks one helper away."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "helpers.py").write_text("import time\n\n\ndef wait():\n    time.sleep(1)\n")
    (tmp_path / "src" / "app.py").write_text("import helpers\n\n\nasync def main():\n    helpers.wait()\n")


def run(command: str) -> int:
    """The status of ``asynclint ...`` as a shell would run it."""
    program, *arguments = shlex.split(command)
    assert program == "asynclint"
    return cli.main(arguments)


def test_github(capsys: pytest.CaptureFixture[str]) -> None:
    workflow: dict[Any, Any] = EXAMPLES[".github/workflows/asynclint.yml"]
    assert workflow["permissions"] == {"contents": "read", "security-events": "write"}
    job = workflow["jobs"]["asynclint"]
    steps = {step.get("uses", step.get("run")).split("@")[0].split()[0]: step for step in job["steps"]}
    assert run(steps["asynclint"]["run"]) == 1
    assert capsys.readouterr().out.startswith("::error file=src/app.py,line=5,endLine=5,")
    written = json.loads(Path(steps["github/codeql-action/upload-sarif"]["with"]["sarif_file"]).read_text("utf-8"))
    assert [result["ruleId"] for result in written["runs"][0]["results"]] == ["ASL201"]
    restored, saved = steps["actions/cache/restore"]["with"], steps["actions/cache/save"]["with"]
    assert restored == saved | {"restore-keys": "asynclint-"}
    assert job["env"]["ASYNCLINT_CACHE_DIR"] == f"${{{{ github.workspace }}}}/{saved['path']}"


def test_gitlab(capsys: pytest.CaptureFixture[str]) -> None:
    job = EXAMPLES[".gitlab-ci.yml"]["asynclint"]
    assert job["script"][0] == "pip install asynclint"
    assert run(job["script"][1]) == 1
    assert capsys.readouterr().out.startswith("src/app.py:5:5 ASL201 blocking-sleep [error, unsafe fix]\n")
    reports = job["artifacts"]["reports"]
    (issue,) = json.loads(Path(reports["codequality"]).read_text("utf-8"))
    assert issue["location"] == {"path": "src/app.py", "lines": {"begin": 5, "end": 5}}
    assert [suite.get("name") for suite in ElementTree.parse(reports["junit"]).getroot()] == ["src/app.py"]
    assert [f"$CI_PROJECT_DIR/{path}" for path in job["cache"]["paths"]] == [
        f"{job['variables']['ASYNCLINT_CACHE_DIR']}/"
    ]


def shown() -> Iterator[tuple[str, str]]:
    """The commands of the page, with the output that it shows."""
    for text in re.findall(r"```console\n\$ (.*?)```", PAGE, flags=re.DOTALL):
        command, _, output = text.partition("\n")
        yield command, output


@pytest.mark.parametrize(("command", "output"), list(shown()))
def test_the_output_is_what_the_page_shows(capsys: pytest.CaptureFixture[str], command: str, output: str) -> None:
    assert run(command) == 1
    assert capsys.readouterr() == (output, "")
