"""The demo of the README: the linter finds the mistakes of ``expected.txt``, and the program really makes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from asynclint import engine, settings
from asynclint.codes import ROWS
from asynclint.findings import Confidence

DEMO = Path(__file__).resolve().parents[1] / "test_data" / "demo"


def test_findings_are_those_of_expected_txt() -> None:
    report = engine.lint([str(DEMO)], settings.load(DEMO, ROWS, isolated=True))
    found = [
        f"{Path(finding.location.path).resolve().relative_to(DEMO).as_posix()}:{finding.location.line} {finding.code}"
        for finding in report.findings
    ]
    assert found == (DEMO / "expected.txt").read_text("utf-8").splitlines()
    assert min(finding.confidence for finding in report.findings) is Confidence.LIKELY
    assert not report.errors


def test_the_two_calls_of_one_blocking_helper_are_one_cause() -> None:
    report = engine.lint([str(DEMO)], settings.load(DEMO, ROWS, isolated=True))
    sleeps = [finding for finding in report.findings if finding.code == "ASL201"]
    assert len(sleeps) == 2
    assert len({finding.cause for finding in sleeps}) == 1
    for finding in sleeps:
        assert [Path(hop.path).name for hop in finding.chain] == ["orders.py", "storage.py", "storage.py"]
        assert finding.chain[-1].text.startswith("time.sleep(")


@pytest.mark.parametrize(
    "sign",
    [
        "packed: [1001, 1002, 1003, 1004], confirmed: []",
        "coroutine 'Web.log_access' was never awaited",
        "Task was destroyed but it is pending!",
        "asyncio.run() cannot be called from a running event loop",
        "the packing line is still running",
    ],
)
def test_the_program_makes_its_mistakes_and_ends(sign: str) -> None:
    assert sign in _run()


_output: list[str] = []


def _run() -> str:
    """What one run of the program prints; it is run once."""
    if not _output:
        ended = subprocess.run(
            [sys.executable, "-B", str(DEMO / "main.py")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=True,
        )
        _output.append(ended.stdout)
    return _output[0]
