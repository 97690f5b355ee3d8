"""``asynclint.runtime`` in a program of one's own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import pytest

from asynclint import runtime, verdicts
from asynclint.runtime.evidence import BLAMELESS

# The code under test lies in this file, which the sanitizer takes for the user's.


def kinds(records: list[dict[str, Any]]) -> list[str]:
    return [record["kind"] for record in records if record["kind"] not in BLAMELESS]


async def nap() -> None:
    await asyncio.sleep(0.05)
    time.sleep(0.3)
    await asyncio.sleep(0.05)


def test_watch_tells_the_line_while_it_lasts() -> None:
    seen: list[dict[str, Any]] = []
    with runtime.watch(seen.append):
        asyncio.run(nap())
    asyncio.run(nap())
    assert kinds(seen) == ["blocked"]
    assert seen[-1]["place"]["path"] == __file__
    assert seen[-1]["place"]["function"] == "nap"
    assert 0.1 < seen[-1]["duration"] < 5


def test_watch_is_a_decorator() -> None:
    seen: list[dict[str, Any]] = []

    @runtime.watch(seen.append, threshold=0.05)
    def main() -> None:
        asyncio.run(nap())

    main()
    assert kinds(seen) == ["blocked"]


def test_a_loop_that_runs_already_is_watched() -> None:
    seen: list[dict[str, Any]] = []

    async def main() -> None:
        runtime.install(seen.append)
        try:
            await nap()
        finally:
            runtime.uninstall()

    asyncio.run(main())
    assert kinds(seen) == ["blocked"]


def test_a_folder_takes_json_lines(tmp_path: Path) -> None:
    with runtime.watch(tmp_path / "evidence"):
        asyncio.run(nap())
    assert [each.kind for each in verdicts.load(tmp_path / "evidence").evidence if each.place] == ["blocked"]


def test_everything_is_as_before_afterwards() -> None:
    def state() -> list[object]:
        return [
            asyncio.run,
            asyncio.Runner.run,
            asyncio.events._set_running_loop,
            asyncio.BaseEventLoop.run_until_complete,
            asyncio.BaseEventLoop.run_forever,
            asyncio.BaseEventLoop._check_closed,  # type: ignore[attr-defined]
            asyncio.Timeout.__aexit__,
            warnings._warn_unawaited_coroutine,  # type: ignore[attr-defined]
        ]

    before = state()
    with runtime.watch(print):
        assert state() != before
    assert state() == before


def test_it_is_installed_once() -> None:
    with runtime.watch(print), pytest.raises(RuntimeError, match="installed already"):
        runtime.install(print)
    runtime.uninstall()  # nothing to do


def test_the_warning_stays_what_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    code = "import asyncio\nasync def f(): pass\nasync def main():\n    f()\nasyncio.run(main())\n"
    plain = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    watched = subprocess.run(
        [sys.executable, "-c", f"from asynclint import runtime\nruntime.install(lambda _: None)\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert watched == plain.replace(":4:", ":6:")


def test_it_imports_nothing_that_is_long_to_import() -> None:
    code = "import sys, asynclint.runtime; print(*{'libcst', 'click', 'rich', 'msgspec'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
