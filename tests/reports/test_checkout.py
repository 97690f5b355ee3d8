"""Where CI services look files up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from asynclint.reports.checkout import Checkout


@pytest.fixture(autouse=True)
def _outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_service_paths_are_relative_to_the_working_directory(project: Path) -> None:
    checkout = Checkout()
    assert checkout.root == project
    assert checkout.path("src/a b.py") == "src/a b.py"
    assert checkout.path(str(project / "src" / "a.py")) == "src/a.py"
    assert checkout.path("/lib/x.py") == "/lib/x.py"


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_in_a_folder_of_a_checkout_they_are_relative_to_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    (project / "backend").mkdir()
    (project.parent / "link").symlink_to(project)
    monkeypatch.setenv(variable, str(project.parent / "link"))
    monkeypatch.chdir("backend")
    checkout = Checkout()
    assert checkout.root == project
    assert checkout.path("app.py") == "backend/app.py"
    assert checkout.path(str(project / "setup.py")) == "setup.py"


@pytest.mark.parametrize("value", ["", "/somewhere/else", "backend"])
def test_a_checkout_that_we_are_not_in_is_not_meant(project: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    (project / "backend").mkdir()
    monkeypatch.setenv("GITHUB_WORKSPACE", value)
    assert Checkout().root == project


def test_lines(project: Path) -> None:
    cells = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": ["a = 1\n", "b = 2"]}
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 2}, indent=1)
    Path("lab.ipynb").write_text(text)
    Path("odd.ipynb").write_text("{")
    checkout = Checkout()
    assert checkout.line("app.py", 7, None) == 7
    assert text.split("\n")[checkout.line("lab.ipynb", 2, 1) - 1].strip() == '"b = 2"'
    assert [checkout.line(path, 2, 3) for path in ("lab.ipynb", "odd.ipynb", "gone.ipynb")] == [1, 1, 1]
