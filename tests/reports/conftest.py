"""A factory of findings, so that a test says only what it is about."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from asynclint.findings import Confidence, Finding, Hop, Location, Severity, Suppression


def _finding(
    path: str = "app.py",
    span: tuple[int, int, int, int] = (1, 1, 1, 2),
    *,
    code: str = "ASL201",
    name: str = "blocking-sleep",
    severity: str = "error",
    confidence: str = "certain",
    message: str = "it blocks",
    function: str = "app.f",
    chain: tuple[Hop, ...] = (),
    cause: str = "",
    reason: str | None = None,
) -> Finding:
    return Finding(
        code,
        name,
        Severity(severity),
        Confidence(confidence),
        Location(path, *span),
        message,
        function,
        fingerprint="f1",
        chain=chain,
        cause=cause,
        suppressed=None if reason is None else Suppression(span[0], reason),
    )


@pytest.fixture
def notebook() -> Callable[..., Finding]:
    """Writes lab.ipynb, and gives a finding on lines 2 and 3 of its first cell: lines 10 and 11 of the file."""
    source = ["import asyncio\n", "asyncio.run(\n", "f())"]
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}
    Path("lab.ipynb").write_text(json.dumps(notebook, indent=1))

    def make() -> Finding:
        found = _finding("lab.ipynb", code="ASL401", name="asyncio-run-on-loop", message="it runs")
        return replace(found, location=Location("lab.ipynb", 2, 1, 3, 5, cell=1))

    return make


@pytest.fixture
def finding() -> Callable[..., Finding]:
    return _finding
