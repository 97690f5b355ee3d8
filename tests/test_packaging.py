"""What is shipped, and what is generated from the code."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import asynclint

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built without a network."""
    builder = pytest.importorskip("hatchling.builders.wheel").WheelBuilder(str(ROOT))
    (path,) = builder.build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_package_with_its_data(wheel: zipfile.ZipFile) -> None:
    package = ROOT / "asynclint"
    sources = [
        path for path in package.rglob("*") if path.suffix in (".py", ".toml", ".json", ".pyi", ".typed", ".html")
    ]
    wanted = {path.relative_to(ROOT).as_posix() for path in sources}
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == wanted
    assert any(name.startswith("asynclint/knowledge/") and name.endswith(".toml") for name in held)


def test_the_wheel_says_what_it_needs(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("METADATA"))
    metadata = wheel.read(name).decode().splitlines()
    assert "Requires-Python: >=3.11" in metadata
    assert f"Version: {asynclint.__version__}" in metadata
    assert "License-Expression: MIT" in metadata
    required = [line.removeprefix("Requires-Dist: ") for line in metadata if line.startswith("Requires-Dist: ")]
    names = {line.split(">")[0] for line in required if "extra ==" not in line}
    assert names == {"click", "libcst", "msgspec", "pathspec", "platformdirs", "rich", "typeshed-client"}


def test_the_command_exists() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert scripts == {"asynclint": "asynclint.cli:run"}


def test_generated_files_are_up_to_date() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
