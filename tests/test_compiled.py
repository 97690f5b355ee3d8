"""What `make wheel` compiles finds what plain Python finds."""

from __future__ import annotations

import functools
import importlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).resolve().parent.parent
_HOOK = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
    "hooks"
]
MODULES = [name.removeprefix("/") for name in _HOOK["mypyc"]["include"]]
_SETUP = """
from setuptools import setup
from mypyc.build import mypycify
setup(name="compiled", packages=[], ext_modules=mypycify({arguments!r}, opt_level="0", debug_level="0"))
"""
# On a stack of its own size this is too deep for code that recurses, compiled or not.
DEEP = {
    "attributes": "x = a" + ".b" * 80_000,
    "calls": "x = a" + ".b()" * 40_000,
    "items": "x = a" + "[0]" * 30_000,
    "not": "x = " + "not " * 60_000 + "y",
    "powers": "x = " + "2 ** " * 40_000 + "y",
}


@pytest.mark.parametrize("name", MODULES)
def test_what_is_compiled_has_nothing_that_mypyc_ignores(name: str) -> None:
    module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
    own = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
    classes = [each for each in own if isinstance(each, type)]
    assert not [each for each in classes if issubclass(each, msgspec.Struct)]  # their `frozen=True` and the like
    assert not [
        each for each in classes for value in vars(each).values() if isinstance(value, functools.cached_property)
    ]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package, compiled."""
    pytest.importorskip("setuptools")
    compiler = str(sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        pytest.skip("there is no C compiler")
    folder = tmp_path_factory.mktemp("compiled")
    shutil.copytree(ROOT / "asynclint", folder / "asynclint", ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    arguments = [*_HOOK["mypyc"]["mypy-args"], *MODULES]
    (folder / "setup.py").write_text(_SETUP.format(arguments=arguments), "utf-8")
    subprocess.run([sys.executable, "setup.py", "build_ext", "--inplace"], cwd=folder, capture_output=True, check=True)
    assert sorted(path.name.split(".")[0] for path in folder.glob("asynclint/*/*.*.*")) == sorted(
        Path(name).stem for name in MODULES
    )
    return folder


def run(package: Path, folder: Path, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "asynclint", "--isolated", "--no-cache", "--format", "json", *options, "."],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(package), "PYTHONSAFEPATH": "1"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1, 2)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["demo", "rules"])
def test_the_same_is_found(compiled: Path, folder: str) -> None:
    plain = run(ROOT, ROOT / "test_data" / folder)
    assert len(plain) > 5_000
    assert run(compiled, ROOT / "test_data" / folder) == plain


@pytest.mark.slow
def test_deep_source_costs_one_line(compiled: Path, tmp_path: Path) -> None:
    for name, text in DEEP.items():
        (tmp_path / f"{name}.py").write_text(text + "\n", "utf-8")
    (tmp_path / "well.py").write_text("import time\n\nasync def f():\n    time.sleep(1)\n", "utf-8")
    found = run(compiled, tmp_path)
    assert found == run(ROOT, tmp_path)
    assert found.count('"path": "well.py"') == 1
