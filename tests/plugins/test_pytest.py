"""``pytest --asynclint``, run on small suites of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from asynclint import cli

SUITE = """
    import asyncio
    import time
    import unittest

    import pytest

    async def job():
        await asyncio.sleep(0)

    def test_blocks():
        async def main():
            await asyncio.sleep(0.05)
            time.sleep(0.3)  # line 14
            await asyncio.sleep(0.05)
        asyncio.run(main())

    def test_forgets():
        async def main():
            job()  # line 20
        asyncio.run(main())

    @pytest.mark.asynclint(allow=["never-awaited"])
    def test_may_forget():
        async def main():
            job()
        asyncio.run(main())

    def test_behaves():
        asyncio.run(job())

    class Case(unittest.IsolatedAsyncioTestCase):
        async def test_swallows(self):
            task = asyncio.create_task(self.stubborn())  # line 34
            await asyncio.sleep(0)
            task.cancel()
            await task

        async def stubborn(self):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                pass
"""


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the suite, which is the working directory."""
    (tmp_path / "test_shop.py").write_text(textwrap.dedent(SUITE), "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ASYNCLINT_PYTEST", raising=False)
    return tmp_path


def pytest_run(*arguments: str) -> tuple[int, str]:
    """Exit status and output of a run of the suite."""
    # Named, because a working copy need not be installed; where it is, pytest takes it once.
    plugin = ["-p", "asynclint.plugins.pytest"]
    command = [sys.executable, "-W", "ignore", "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, *arguments]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    return done.returncode, done.stdout


def test_without_the_option_nothing_happens(suite: Path) -> None:
    status, out = pytest_run()
    assert status == 0
    assert "asynclint" not in out


def test_the_summary_names_line_and_test(suite: Path) -> None:
    status, out = pytest_run("--asynclint")
    assert status == 0
    told = [line for line in out.splitlines() if "(test_shop.py::" in line]
    assert [line.partition(":")[0] + line[line.index(":") : line.index(" in ")] for line in told] == [
        "blocked test_shop.py:14",
        "cancel-swallowed test_shop.py:34",
        "never-awaited test_shop.py:20",
        "never-awaited test_shop.py:26",
    ]
    assert told[1].endswith("(test_shop.py::Case::test_swallows)")
    assert told[2].endswith("1 time (test_shop.py::test_forgets)")


def test_fail(suite: Path) -> None:
    status, out = pytest_run("--asynclint", "--asynclint-fail")
    assert status == 1
    failed = sorted(line.split()[1] for line in out.splitlines() if line.startswith("FAILED"))
    assert failed == ["test_shop.py::Case::test_swallows", "test_shop.py::test_blocks", "test_shop.py::test_forgets"]
    assert f"asynclint: never-awaited at {suite}/test_shop.py:20" in out


def test_ini_and_scope(suite: Path) -> None:
    (suite / "pytest.ini").write_text("[pytest]\nasynclint = true\nasynclint_scope = elsewhere\n", "utf-8")
    status, out = pytest_run()
    assert status == 0
    assert "(test_shop.py::" not in out


def test_the_evidence_joins_the_findings(suite: Path) -> None:
    pytest_run("--asynclint", "--asynclint-out", "evidence")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [
        sys.executable,
        "-m",
        "asynclint",
        "--isolated",
        "--evidence",
        "evidence",
        "--only-confirmed",
        "--min-confidence",
    ]
    done = subprocess.run(
        [*command, "likely", "test_shop.py"], capture_output=True, text=True, env=environment, check=False
    )
    found = [line for line in done.stdout.splitlines() if line.startswith("test_shop.py:")]
    assert [line.split()[:2] for line in found] == [
        ["test_shop.py:20:9", "ASL101"],
        ["test_shop.py:26:9", "ASL101"],
        ["test_shop.py:14:9", "ASL201"],
        ["test_shop.py:42:16", "ASL501"],
    ]
    assert all("confirmed 1 time" in line for line in found)


def test_only_confirmed_wants_evidence(suite: Path) -> None:
    assert cli.main(["--only-confirmed", "."]) == 2
