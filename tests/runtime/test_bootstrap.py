"""The sitecustomize that every child finds: it steps aside, and breaks nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from asynclint.runtime import child, evidence
from asynclint.supervisor import BOOTSTRAP

PROGRAM = "import asyncio\nasync def job(): pass\nasync def main(): job()\nasyncio.run(main())\nprint('done')\n"


def run(
    folder: Path,
    code: str = PROGRAM,
    *,
    bootstrap: Path = BOOTSTRAP,
    options: str = "{}",
    paths: tuple[Path, ...] = (),
    out: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the program below the bootstrap; evidence goes to ``folder``/evidence."""
    (folder / "evidence").mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (bootstrap, *paths))),
        child.FOLDER: str(out or folder / "evidence"),
        child.OPTIONS: options,
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def kinds(folder: Path) -> list[str]:
    return [record["kind"] for record in evidence.read(folder / "evidence")]


def test_the_program_is_watched(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (0, "done\n")
    assert kinds(tmp_path) == []  # code of -c has no file to blame
    (tmp_path / "program.py").write_text(PROGRAM)
    run(tmp_path, "import program")
    assert "never-awaited" in kinds(tmp_path)


def test_the_users_own_sitecustomize_is_run(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("print('customized')\nVALUE = 7\n")
    done = run(tmp_path, "import sitecustomize; print(sitecustomize.VALUE)", paths=(own,))
    assert (done.returncode, done.stdout, done.stderr) == (0, "customized\n7\n", "")


def test_the_program_does_not_see_the_bootstrap(tmp_path: Path) -> None:
    code = f"import sys; print({str(BOOTSTRAP)!r} in sys.path, any('sitecustomize' == name for name in sys.modules))"
    assert run(tmp_path, code).stdout in ("False False\n", "False True\n")  # the environment may have one of its own


@pytest.mark.parametrize(
    "damaged", ["__init__", "runtime/__init__", "runtime/child", "runtime/sanitizer", "runtime/tasks", "runtime/lines"]
)
@pytest.mark.parametrize("damage", ["raise RuntimeError('broken')", "syntax error", "import nothing_of_that_name"])
def test_a_fault_of_ours_is_told_and_the_program_goes_on(damaged: str, damage: str, tmp_path: Path) -> None:
    package = tmp_path / "asynclint"
    shutil.copytree(BOOTSTRAP.parents[1], package, ignore=shutil.ignore_patterns("knowledge", "__pycache__"))
    (package / f"{damaged}.py").write_text(damage)
    done = run(tmp_path, bootstrap=package / "runtime" / "bootstrap")
    assert (done.returncode, done.stdout) == (0, "done\n")
    [told] = [line for line in done.stderr.splitlines() if line.startswith("asynclint:")]
    assert "nothing is watched" in told
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("options", ["no json", "[]", '{"threshold": "long"}', '{"lines": 7}', '{"lines": {"a": 7}}'])
def test_options_that_are_none_are_told_and_the_program_goes_on(options: str, tmp_path: Path) -> None:
    done = run(tmp_path, options=options)
    assert (done.returncode, done.stdout) == (0, "done\n")
    [told] = [line for line in done.stderr.splitlines() if line.startswith("asynclint:")]
    assert "nothing is watched" in told
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_gone_is_told_and_the_program_goes_on(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    done = run(tmp_path, "import program", out=tmp_path / "gone")
    assert (done.returncode, done.stdout) == (0, "done\n")
    assert done.stderr.count("asynclint:") == 1


def test_to_start_twice_is_to_start_once(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    code = f"import runpy; runpy.run_path({str(BOOTSTRAP / 'sitecustomize.py')!r})\nimport program"
    done = run(tmp_path, code)
    assert (done.returncode, done.stdout) == (0, "done\n")
    assert kinds(tmp_path) == ["start", "never-awaited"]


def test_installing_by_hand_as_well_is_fine(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    code = (
        "from asynclint import runtime\nseen = []\n"
        "with runtime.watch(seen.append):\n    import program\n"
        "print([each['kind'] for each in seen])"
    )
    done = run(tmp_path, code)
    assert (done.returncode, done.stdout) == (0, "done\n['never-awaited']\n")
    assert kinds(tmp_path) == ["start", "never-awaited"]


def test_a_program_without_asyncio_leaves_no_evidence(tmp_path: Path) -> None:
    done = run(tmp_path, "print('done')", options=json.dumps({"lines": {str(tmp_path / "a.py"): [1]}}))
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
    assert kinds(tmp_path) == []


def test_asyncio_is_not_imported_for_it(tmp_path: Path) -> None:
    code = "import sys; print(sorted({'asyncio', 'libcst', 'click', 'rich', 'msgspec', 'ctypes'} & set(sys.modules)))"
    assert run(tmp_path, code).stdout == "[]\n"


def test_exemptions_that_cannot_be_read_are_a_fault_of_ours_too(tmp_path: Path) -> None:
    package = tmp_path / "asynclint"
    shutil.copytree(BOOTSTRAP.parents[1], package, ignore=shutil.ignore_patterns("knowledge", "__pycache__"))
    (package / "runtime" / "exempt.json").write_text("{")
    done = run(tmp_path, bootstrap=package / "runtime" / "bootstrap")
    assert (done.returncode, done.stdout) == (0, "done\n")
    assert "nothing is watched here" in done.stderr
    assert "Traceback" not in done.stderr
