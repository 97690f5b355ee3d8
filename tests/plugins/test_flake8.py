"""The plugin inside real flake8, with one process and with several, forked and spawned."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
RULES = ROOT / "test_data" / "rules"
SLEEPS = "import time\n\n\ndef wait():\n    time.sleep(1)\n"
CALLS = "import helpers\n\n\nasync def main():\n    helpers.wait()\n"
SPAWNED = """
import multiprocessing, sys
from flake8.main.cli import main

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    sys.exit(main(sys.argv[1:]))
"""
FOUND = (
    "src/app.py:5:5: ASL201 `helpers.wait` blocks the event loop: 1 call further down `time.sleep` puts the whole event loop to"
    " sleep; offload the helper with `await asyncio.to_thread(...)`, or make it asynchronous"
)


def put(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def flake8(
    *arguments: str, status: int | None = None, text: str = "", start: tuple[str, ...] = ("-m", "flake8")
) -> list[str]:
    done = subprocess.run(
        [sys.executable, *start, "--select", "ASL", *arguments],
        input=text, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == (bool(done.stdout) if status is None else status)
    return done.stdout.splitlines()


@pytest.fixture
def src(project: Path) -> Path:
    put({"src/helpers.py": SLEEPS, "src/app.py": CALLS, "src/quiet.py": "x = 1\n"})
    return project / "src"


def test_what_is_found_across_files_is_told_where_it_stands(src: Path) -> None:
    assert flake8("src") == [FOUND]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_several_processes_tell_the_same(src: Path, method: str) -> None:
    if method == "fork":
        assert flake8("--jobs", "2", "src") == [FOUND]
    else:
        put({"spawned.py": SPAWNED})
        assert flake8("--jobs", "2", "src", start=("spawned.py",)) == [FOUND]


def test_each_file_by_itself_on_request(src: Path) -> None:
    put({"src/alone.py": "import time\nasync def f():\n    time.sleep(1)\n"})
    (line,) = flake8("--asynclint-no-project", "--jobs", "2", "src")
    assert line.startswith("src/alone.py:3:5: ASL201 `time.sleep` ")
    put({"tox.ini": "[flake8]\nasynclint-no-project = true\n"})
    assert flake8("src") == [line]


def test_a_file_is_looked_at_within_its_project(src: Path) -> None:
    assert flake8("src/app.py") == []  # no file here says that this is a project
    put({"pyproject.toml": ""})
    assert flake8("src/app.py") == [FOUND]
    assert flake8("src/helpers.py") == []


def test_the_text_of_standard_input_counts(src: Path) -> None:
    put({"pyproject.toml": ""})
    changed = CALLS.replace("import helpers\n", "import helpers  # typed\n\n")
    told = FOUND.replace("app.py:5", "app.py:6")
    assert flake8("--stdin-display-name", "src/app.py", "-", text=changed) == [told]
    assert flake8("--stdin-display-name", "src/app.py", "--asynclint-no-project", "-", text=changed) == []
    (nameless,) = flake8("-", text="import time\nasync def f():\n    time.sleep(1)\n")
    assert nameless.startswith("stdin:3:5: ASL201 ")


def test_what_flake8_leaves_out_is_left_out(src: Path) -> None:
    assert flake8("--ignore", "ASL2", "src") == []
    assert flake8("--per-file-ignores", "src/app.py:ASL201", "src") == []
    assert flake8("--extend-exclude", "app.py", "src") == []
    put({"src/app.py": CALLS.replace("wait()", "wait()  # noqa: ASL201")})
    assert flake8("src") == []
    assert flake8("--disable-noqa", "src") == [FOUND]


def test_the_settings_of_asynclint_come_first(src: Path) -> None:
    put({"pyproject.toml": '[tool.asynclint]\nignore = ["blocking-sleep"]\n'})
    assert flake8("src") == []
    put({"pyproject.toml": '[tool.asynclint]\nnon-blocking = ["helpers.wait"]\n'})
    assert flake8("src") == []
    put({"pyproject.toml": "", "src/app.py": CALLS.replace("wait()", "wait()  # asynclint: ignore[ASL201] at start")})
    assert flake8("--disable-noqa", "src") == []


def test_a_mistake_in_the_settings_is_one_line(src: Path) -> None:
    put({"pyproject.toml": "[tool.asynclint]\nselct = []\n"})
    path = Path.cwd() / "pyproject.toml"
    assert flake8("src", status=1) == [
        "There was a critical error during execution of Flake8:",
        f"asynclint: {path}: there is no key 'selct'; did you mean 'select'?",
    ]


def test_what_the_baseline_knows_is_not_told(src: Path) -> None:
    put({"pyproject.toml": '[tool.asynclint]\nbaseline = "known.json"\n'})
    assert flake8("src", status=1)[1].startswith("asynclint: ")  # there is none yet
    command = [sys.executable, "-m", "asynclint", "baseline", "write", "src"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert flake8("src") == []
    put({"src/app.py": CALLS + "    helpers.wait()\n"})
    (line,) = flake8("src")
    assert line.startswith("src/app.py:6:5: ASL201 ")
    assert flake8("--stdin-display-name", "src/app.py", "-", text=CALLS) == []


def test_nothing_is_read_when_nothing_would_be_told(src: Path) -> None:
    put({"pyproject.toml": "[tool.asynclint]\nselct = []\n"})
    assert flake8("--ignore", "ASL", "src") == []


def _parses(path: Path) -> bool:
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_flake8_finds_in_the_rules_examples_what_asynclint_finds(jobs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(RULES)
    done = subprocess.run(
        [sys.executable, "-m", "asynclint", "--format", "json", "."],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    readable = {str(path.relative_to(RULES)) for path in RULES.rglob("*.py") if _parses(path)}
    expected = [
        f"{found['path']}:{found['line']}:{found['column']}: {found['code']} {found['message']}"
        for found in json.loads(done.stdout)["findings"]
        if found["path"] in readable
    ]
    lines = (line.removeprefix("./") for line in flake8("--jobs", jobs, ".", status=1))
    found = [line for line in lines if re.match(r"[^:]+:\d+:\d+: ASL\d{3} ", line)]
    assert sorted(found) == sorted(expected)
    assert len(found) > 500
