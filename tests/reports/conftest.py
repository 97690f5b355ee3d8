"""A factory of findings, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Callable

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
def finding() -> Callable[..., Finding]:
    return _finding
