"""``pytest --asynclint``: the sanitizer watches the tests, and each piece of evidence names the test that caused it.

Without the option nothing happens at all. It begins before conftest files and test modules are imported; workers of xdist and
other children take part by way of the environment.
"""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from collections import Counter
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from asynclint.runtime.evidence import Evidence

FOLDER = "ASYNCLINT_PYTEST"
"""The environment variable that tells workers where the evidence goes."""
_BLAMELESS = frozenset({"congested", "starved"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, and the ini settings of the same meaning."""
    group = parser.getgroup("asynclint", "asyncio sanitizer")
    group.addoption("--asynclint", action="store_true", help="Watch the event loops of the tests.")
    group.addoption("--asynclint-fail", action="store_true", help="With --asynclint: fail a test that shows a mistake.")
    group.addoption(
        "--asynclint-out", metavar="DIR", help="Keep the evidence in this folder (see asynclint --evidence)."
    )
    group.addoption(
        "--asynclint-threshold", metavar="SECONDS", type=float, help="A step as long blocks the loop (0.1)."
    )
    parser.addini("asynclint", "Watch the event loops of the tests.", type="bool", default=False)
    parser.addini("asynclint_scope", "Only the lines of these packages are told.", type="args", default=[])
    parser.addini("asynclint_exclude", "Not the lines of these packages.", type="args", default=[])


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begin, where that is wanted, before anything of the project is imported."""
    option = early_config.known_args_namespace
    if not (getattr(option, "asynclint", False) or early_config.getini("asynclint") or os.environ.get(FOLDER)):
        return
    from asynclint import runtime
    from asynclint.runtime.sanitizer import THRESHOLD

    out = os.environ.get(FOLDER) or getattr(option, "asynclint_out", None) or tempfile.mkdtemp(prefix="asynclint-")
    os.environ[FOLDER] = os.path.abspath(out)
    plugin = Plugin(Path(os.environ[FOLDER]), is_kept=bool(getattr(option, "asynclint_out", None)))
    with contextlib.suppress(RuntimeError):  # installed already: by the program, or by `asynclint run`
        runtime.install(
            plugin.take,
            threshold=getattr(option, "asynclint_threshold", None) or THRESHOLD,
            scope=early_config.getini("asynclint_scope"),
            exclude=early_config.getini("asynclint_exclude"),
        )
    early_config.pluginmanager.register(plugin, "asynclint-sanitizer")


class Plugin:
    """Takes the evidence of this process, test by test, and writes it where the main process finds it."""

    def __init__(self, folder: Path, is_kept: bool) -> None:
        from asynclint.runtime.evidence import FileSink

        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._is_kept = is_kept
        self._write = FileSink(folder)
        self._test = ""
        self._of_test: list[dict[str, Any]] = []

    def take(self, record: dict[str, Any]) -> None:
        """Note the evidence under the test that runs; in any thread."""
        if self._test:
            record = {**record, "test": self._test}
            self._of_test.append(record)
        self._write(record)

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the marker known."""
        config.addinivalue_line("markers", "asynclint(allow=[...]): kinds of evidence that the test may show.")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """What is seen from here on belongs to this test, its fixtures included."""
        self._test, self._of_test = item.nodeid, []
        try:
            return (yield)
        finally:
            gc.collect()
            self._test = ""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Coroutines and tasks that the test has let go die here, not in a later one; fail it if that is wanted."""
        result = yield
        gc.collect()
        if item.config.getoption("asynclint_fail"):
            told = [_told(record) for record in self._of_test if _counts(record, _allowed(item))]
            if told:
                pytest.fail("asynclint: " + "; ".join(dict.fromkeys(told)), pytrace=False)
        return result

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """One line for what was seen at one place, with the tests that showed it."""
        from asynclint import verdicts

        found = [each for each in verdicts.load(self._folder).evidence if each.kind not in _BLAMELESS]
        if not found:
            return
        terminalreporter.section("asynclint")
        for line in _lines(found):
            terminalreporter.write_line(line)
        if self._is_kept:
            terminalreporter.write_line(
                f"The evidence is in {self._folder}: asynclint --evidence joins it with findings."
            )

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """End the watch."""
        from asynclint import runtime

        runtime.uninstall()
        if not hasattr(config, "workerinput"):
            os.environ.pop(FOLDER, None)


def _allowed(item: pytest.Item) -> frozenset[str]:
    return frozenset(kind for mark in item.iter_markers("asynclint") for kind in mark.kwargs.get("allow", ()))


def _counts(record: dict[str, Any], allowed: frozenset[str]) -> bool:
    return record["kind"] not in _BLAMELESS | allowed


def _told(record: dict[str, Any]) -> str:
    at = record.get("place") or {}
    where = f" at {at.get('path')}:{at.get('line')}" if at else ""
    seconds = f" for {record['duration']:.3g} s" if record.get("duration") else ""
    return f"{record['kind']}{seconds}{where}"


def _lines(found: Iterable[Evidence]) -> list[str]:
    places = Counter((each.kind, each.place) for each in found)
    lines = []
    for (kind, place), count in sorted(places.items(), key=str):
        of_place = [each for each in found if (each.kind, each.place) == (kind, place)]
        worst = max(each.duration for each in of_place)
        tests = list(dict.fromkeys(each.test for each in of_place if each.test))
        where = "" if place is None else f" {os.path.relpath(place.path)}:{place.line} in {place.function}"
        seconds = f", {worst:.3g} s at worst" if worst else ""
        more = f" and {len(tests) - 1} more" if len(tests) > 1 else ""
        by = f" ({tests[0]}{more})" if tests else ""
        lines.append(f"{kind}{where}: {count} time{'s' * (count > 1)}{seconds}{by}")
    return lines
