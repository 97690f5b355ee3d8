"""The project of a few files, and what of its report concerns them: `--changed`, and pre-commit that calls it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest

from asynclint import cli
from asynclint.projects import project_of

ROOT = Path(__file__).resolve().parent.parent
HELPERS = "import time\n\n\ndef wait():\n    time.sleep(1)\n\n\ndef other():\n    time.sleep(2)\n"
APP = "import helpers\n\n\nasync def main():\n    helpers.wait()\n"
MORE = "import helpers\nimport time\n\n\nasync def more():\n    helpers.other()\n    time.sleep(3)\n"


def put(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def program(project: Path) -> Path:
    put({"pyproject.toml": "", "src/helpers.py": HELPERS, "src/app.py": APP, "src/more.py": MORE})
    return project


# -- Which project it is --


def test_the_working_directory_is_the_project_if_it_looks_like_one(program: Path) -> None:
    assert project_of(["src/app.py"]) == ["."]
    put({"src/setup.py": ""})  # nearer, but who stands here means all that is here
    assert project_of(["src/app.py", str(program / "src/more.py")]) == ["."]


def test_else_it_is_the_nearest_folder_around_the_files(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put({"src/inner/a.py": "", "src/inner/b/c.py": ""})
    monkeypatch.chdir("src/inner/b")
    assert project_of(["c.py"]) == [str(program)]
    put({"../setup.cfg": ""})
    assert project_of(["c.py", "../a.py"]) == [str(program / "src" / "inner")]
    assert project_of(["c.py", "../../app.py"]) == [str(program)]


def test_files_of_no_project_stand_alone(program: Path) -> None:
    (program / "pyproject.toml").unlink()
    assert project_of(["src/app.py", "src/more.py"]) == ["src/app.py", "src/more.py"]


# -- What concerns them --


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    status = cli.main(["--format", "json", *arguments])
    output = capsys.readouterr()
    assert output.err == ""
    found = json.loads(output.out)["findings"]
    return status, [f"{each['path']}:{each['line']} {each['code']}" for each in found]


def test_a_file_concerns_what_stands_in_it_and_what_leads_through_it(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "--changed", "src/app.py") == (1, ["src/app.py:5 ASL201"])
    assert told(capsys, "--changed", "src/more.py") == (1, ["src/more.py:6 ASL201", "src/more.py:7 ASL201"])
    assert told(capsys, "--changed", "src/helpers.py") == (1, ["src/app.py:5 ASL201", "src/more.py:6 ASL201"])
    put({"src/quiet.py": "x = 1\n"})
    assert told(capsys, "--changed", "src/quiet.py") == (0, [])


def test_errors_of_other_files_do_not_concern_it(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put({"src/broken.py": "def\n"})
    assert told(capsys, "--changed", "src/app.py") == (1, ["src/app.py:5 ASL201"])
    assert cli.main(["--changed", "src/broken.py", "-q"]) == 2
    assert capsys.readouterr().err == "src/broken.py:1: error: syntax error: invalid syntax\n"


def test_what_is_excluded_is_not_told_though_it_is_named(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put({"pyproject.toml": '[tool.asynclint]\nextend-exclude = ["more.py"]\n'})
    assert told(capsys, "--changed", "src/more.py") == (0, [])
    assert told(capsys, "src/more.py")[0] == 1


def test_only_the_files_are_mended(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = "import time\n\nimport helpers\n\n\nasync def main():\n    helpers.wait()\n    time.sleep(1)\n"
    put({"src/app.py": app})
    assert cli.main(["--changed", "--fix", "-q", "src/helpers.py", "src/app.py"]) == 1
    assert Path("src/app.py").read_text("utf-8") == app.replace("import time", "import asyncio").replace(
        "time.sleep(1)", "await asyncio.sleep(1)"
    )
    assert Path("src/more.py").read_text("utf-8") == MORE
    capsys.readouterr()
    assert told(capsys, "--changed", "src/helpers.py", "src/app.py") == (
        1,
        ["src/app.py:7 ASL201", "src/more.py:6 ASL201"],
    )
    assert cli.main(["--changed", "--diff", "-q", "src/helpers.py"]) == 0


@pytest.mark.parametrize("paths", [[], ["-"], ["a.py", "-"]])
def test_it_wants_names_of_files(paths: list[str], project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--changed", *paths]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "Error: --changed goes with the names of files, and not with standard input"
    )


# -- pre-commit --


def git(*arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@localhost"]
    subprocess.run(["git", *identity, *arguments], env=environment, capture_output=True, check=True)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a repository of hooks, and beside it the folder that pre-commit keeps its environments in."""
    folder = tmp_path_factory.mktemp("hooks") / "repository"
    folder.mkdir()
    shutil.copytree(ROOT / "asynclint", folder / "asynclint", ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    git("init", "-q", str(folder))
    git("-C", str(folder), "add", ".")
    git("-C", str(folder), "commit", "-q", "-m", "all")
    return folder


def commits(hooks: Path, hook: str) -> tuple[int, str]:
    """Try a hook on what is staged. What asynclint needs is taken from this environment: nothing is downloaded."""
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(hooks.parent / "home"),
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # which means that there is none
    }
    command = [sys.executable, "-m", "pre_commit", "try-repo", "--color", "never", str(hooks), hook]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout


@pytest.mark.slow
def test_the_hooks_of_pre_commit(hooks: Path, program: Path) -> None:
    pytest.importorskip("pre_commit")
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "all")

    put({"src/quiet.py": "x = 1\n"})
    git("add", ".")
    status, out = commits(hooks, "asynclint")
    assert status == 0, out
    assert out.endswith("..Passed\n")

    put({"src/helpers.py": HELPERS.replace("sleep(1)", "sleep(4)")})
    git("add", ".")
    status, out = commits(hooks, "asynclint")
    assert status == 1, out
    assert "src/app.py:5:5 ASL201" in out and "src/more.py:6:5 ASL201" in out and "more.py:7" not in out

    status, out = commits(hooks, "asynclint-fix")
    assert (status, Path("src/more.py").read_text("utf-8")) == (1, MORE)  # which is not staged
    put({"src/more.py": MORE + "\n"})
    git("add", ".")
    status, out = commits(hooks, "asynclint-fix")
    assert status == 1 and "- files were modified by this hook" in out
    assert "    await asyncio.sleep(3)\n" in Path("src/more.py").read_text("utf-8")
