"""The oldest Python that a project supports is read from what it declares, as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from asynclint.codemods.frameworks import least_python

PYPROJECT = '[project]\nname = "app"\nrequires-python = "{}"\n'


@pytest.mark.parametrize(
    ("specifier", "least"),
    [
        (">=3.8", (3, 8)),
        (">= 3.10, <4", (3, 10)),
        ("~=3.9.2", (3, 9)),
        (">3.7,!=3.8.1", (3, 7)),
        ("==3.8.*", (3, 8)),
        ("^3.8", (3, 8)),
        (">=3", (3, 0)),
        ("<4", None),
        ("whatever", None),
    ],
)
def test_the_lower_bound_counts(specifier: str, least: tuple[int, int] | None, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.format(specifier))
    assert least_python(tmp_path / "app.py") == least


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.8"\n'),
        ("setup.cfg", "[options]\npython_requires = >=3.8\nzip_safe = no\n"),
        ("setup.py", "from setuptools import setup\nsetup(name='app', python_requires='>=3.8')\n"),
        ("setup.py", 'setup(\n    python_requires = ">=3.8, <4",\n)\nraise SystemExit("this is never run")\n'),
    ],
)
def test_every_way_to_declare_it_is_read(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert least_python(tmp_path / "app.py") == (3, 8)


def test_the_nearest_project_counts(tmp_path: Path) -> None:
    inner = tmp_path / "inner" / "app"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.format(">=3.8"))
    assert least_python(inner / "main.py") == (3, 8)
    (tmp_path / "inner" / "pyproject.toml").write_text(PYPROJECT.format(">=3.12"))
    assert least_python(inner / "main.py") == (3, 12)


def test_a_pyproject_that_says_nothing_leaves_it_to_setup_cfg(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[build-system]\nrequires = []\n")
    (tmp_path / "setup.cfg").write_text("[options]\npython_requires = >=3.8\n")
    assert least_python(tmp_path / "app.py") == (3, 8)


@pytest.mark.parametrize("text", ["requires-python = ", "[project]\nrequires-python = 3\n", "project = 1\n", "\xff"])
def test_what_cannot_be_read_says_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode("latin-1"))
    assert least_python(tmp_path / "app.py") is None


def test_a_version_worked_out_by_setup_py_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text("OLDEST = '3.8'\nsetup(python_requires=OLDEST)\n")
    assert least_python(tmp_path / "app.py") is None
