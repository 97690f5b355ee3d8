"""``pytest --asynclint``: the sanitizer watches the tests, and each piece of evidence names the test that caused it.

Without the option nothing happens at all, and nothing of the sanitizer is imported. With it the watch begins before conftest
files and test modules are imported, in each worker of xdist as well. Evidence goes to files in a folder, as it always does; the
process that has the terminal reads them all in the end.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Generator, Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import argparse

    from asynclint.allowances import Allowance
    from asynclint.runtime.evidence import Evidence, Sink
    from asynclint.runtime.options import Options

_NAME = "asynclint-sanitizer"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, and the ini settings of the same meaning."""
    group = parser.getgroup("asynclint", "asyncio sanitizer")
    group.addoption("--asynclint", action="store_true", help="Watch the event loops of the tests.")
    group.addoption(
        "--asynclint-fail", action="store_true", help="With --asynclint: a test that shows a mistake fails."
    )
    group.addoption(
        "--asynclint-out", metavar="DIR", help="Keep the evidence in this folder (see asynclint --evidence)."
    )
    group.addoption(
        "--asynclint-threshold", metavar="DURATION", help="A step as long blocks the loop (default: 100ms)."
    )
    group.addoption(
        "--asynclint-debug-mode",
        action="store_true",
        help="Run every loop in asyncio's debug mode: thorough, and several times as slow.",
    )
    parser.addini("asynclint", "Watch the event loops of the tests.", type="bool", default=False)
    parser.addini("asynclint_fail", "A test that shows a mistake fails.", type="bool", default=False)
    parser.addini("asynclint_threshold", "A step as long blocks the loop.", default="100ms")
    parser.addini("asynclint_scope", "Only the lines of these packages are told.", type="args", default=[])
    parser.addini("asynclint_exclude", "Not the lines of these packages.", type="args", default=[])


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begin, where that is wanted, before anything of the project is imported."""
    _begin(early_config, early_config.known_args_namespace)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known in any case; begin now if the plugin was loaded too late to begin earlier."""
    config.addinivalue_line("markers", "asynclint(allow=[...]): kinds of evidence that the test may show.")
    _begin(config, config.option)


def _begin(config: pytest.Config, options: argparse.Namespace) -> None:
    if not (options.asynclint or config.getini("asynclint")) or config.pluginmanager.has_plugin(_NAME):
        return
    from asynclint.runtime.options import Options, is_off, seconds

    if is_off():
        return
    try:
        watched = Options(
            seconds(options.asynclint_threshold or config.getini("asynclint_threshold")),
            tuple(config.getini("asynclint_scope")),
            tuple(config.getini("asynclint_exclude")),
            options.asynclint_debug_mode,
        )
    except ValueError as error:
        raise pytest.UsageError(f"asynclint-threshold: {error}") from None
    config.pluginmanager.register(Plugin(watched), _NAME)


class Plugin:
    """Watches one process, test by test. Where the terminal is, it also tells what all processes have seen."""

    def __init__(self, options: Options) -> None:
        from asynclint.runtime.clock import Clock
        from asynclint.runtime.evidence import BLAMELESS, KINDS
        from asynclint.runtime.frames import Scope
        from asynclint.runtime.sanitizer import Sanitizer

        self._folder: Path | None = None  # not known yet
        self._is_kept = False
        self._sink: Sink | None = None
        self._early: list[dict[str, Any]] = []  # what was seen before there is a sink
        self._began = Clock.now()
        self._mistakes = KINDS - BLAMELESS
        self._test = ""
        self._allowed: frozenset[str] = frozenset()
        self._of_test: list[dict[str, Any]] = []  # what the test that runs has shown, and has not failed for yet
        self._is_failed = False  # by itself, in setup or call
        self._settings: tuple[tuple[Allowance, ...], Path, list[str]] | None = None  # read when they are needed
        self._garbage = _Garbage()
        self._imported: set[str] = set()
        self._failed: set[str] = set()
        self._scope = Scope(options.scope, options.exclude)
        # Not by runtime.install(), which the tests may want for themselves.
        self._sanitizer = Sanitizer(options, self._take)
        self._sanitizer.install()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Now it is known whether this is a worker of xdist: these write to the folder of the process that has started them."""
        from asynclint.runtime.evidence import FileSink

        self._root = config.rootpath
        self._fails = config.option.asynclint_fail or config.getini("asynclint_fail")
        out = config.option.asynclint_out
        self._is_kept = bool(out)
        if _is_worker(config):
            out = config.workerinput[_NAME]  # type: ignore[attr-defined]
        self._folder = Path(os.path.abspath(out or tempfile.mkdtemp(prefix="asynclint-")))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            from asynclint.errors import reason_of

            raise pytest.UsageError(f"asynclint-out: {self._folder}: {reason_of(error)}") from None
        self._sink = FileSink(self._folder)
        while self._early:
            self._sink(self._early.pop(0))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist where the folder is."""
        node.workerinput[_NAME] = str(self._folder)

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """End the watch."""
        self._sanitizer.uninstall()
        if self._folder is not None and not self._is_kept and not _is_worker(config):
            shutil.rmtree(self._folder, ignore_errors=True)

    def _write(self, record: dict[str, Any]) -> None:
        if self._sink is None:
            self._early.append(record)
        else:
            self._sink(record)

    # -- Which test --

    def _take(self, record: dict[str, Any]) -> None:
        """Write a record, with the test: the one that made what it is about, or else the one that runs. In any thread."""
        record.setdefault("test", self._test)
        if record["kind"] in self._mistakes and record["test"] == self._test:
            if record["kind"] in self._allowed:
                record["allowed"] = True
            else:
                self._of_test.append(record)
        self._write(record)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Look at the markers before anything is run."""
        for item in items:
            unknown = sorted(_allowed(item) - self._mistakes)
            if unknown:
                known = ", ".join(sorted(self._mistakes))
                raise pytest.UsageError(
                    f"{item.nodeid}: marker asynclint allows {unknown[0]!r}, which is none of {known}"
                )

    def pytest_collection_finish(self) -> None:
        """The test modules are imported."""
        self._write_imported()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        """What is seen from here on belongs to this test, its fixtures included."""
        self._test, self._allowed, self._of_test, self._is_failed = item.nodeid, _allowed(item), [], False
        try:
            return (yield)
        except BaseException:
            self._is_failed = True
            raise

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Fail the test for what it and the setup have shown, if that is wanted."""
        try:
            result = yield
        except BaseException:
            self._is_failed = True
            raise
        if self._fails:
            self._settle()
            self._fail(item)
        return result

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        """The same for the teardown; what the test leaves behind is the test's, whenever it dies."""
        try:
            result = yield
        finally:
            self._settle()
            self._garbage.begin()
            self._test, self._allowed = "", frozenset()
        if self._fails and not self._is_failed:
            self._fail(item)
        return result

    def _settle(self) -> None:
        """Have everything told that the test has shown until now: what it has let go is collected, the rest marked as its own."""
        self._sanitizer.left_behind(self._test, self._garbage.of_test)
        self._garbage.collect()
        self._sanitizer.flush()

    def _fail(self, item: pytest.Item) -> None:
        shown, self._of_test = self._of_test, []
        found = self._not_allowed(_evidence(shown))
        if found:
            lines = _lines(found, item.config.invocation_params.dir, with_tests=False)
            pytest.fail("asynclint: " + "\n".join(lines), pytrace=False)

    def _not_allowed(self, found: list[Evidence]) -> list[Evidence]:
        """What the allow-list in the settings leaves of the evidence."""
        if not found:  # who has nothing to show needs no settings, which take half a second to read
            return found
        from asynclint import allowances

        if self._settings is None:
            self._settings = _settings(self._root)
        allow, root, _ = self._settings
        return allowances.sift(found, allow, root)[0]

    # -- The end --

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note which tests have failed, whatever for; those that were expected to, too."""
        if report.failed or hasattr(report, "wasxfail"):
            self._failed.add(report.nodeid)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        """Look for what was never awaited and is still there; what failed no test, because it was seen too late, fails the run."""
        result = yield
        self._test = ""
        self._garbage.end()
        self._sanitizer.finish()
        self._write_imported()
        if self._fails and not _is_worker(session.config) and session.exitstatus == pytest.ExitCode.OK:
            found, _ = self._seen()
            if any(each.test not in self._failed for each in found):
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return result

    def _write_imported(self) -> None:
        """Which files of the user's are imported, and as what: which of their lines are run is not known."""
        from asynclint.runtime.evidence import digest

        for name, module in list(sys.modules.items()):
            path = vars(module).get("__file__") if isinstance(module, ModuleType) else None
            if isinstance(path, str) and path not in self._imported and self._scope.is_own(path, name):
                self._imported.add(path)
                path = os.path.realpath(path)
                self._write({"kind": "imported", "path": path, "digest": digest(path), "watched": []})

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """One line for what was seen at one place, with the tests that showed it."""
        found, faults = self._seen()
        if not found and not faults:
            return
        terminalreporter.section("asynclint")
        for line in _lines(found, terminalreporter.config.invocation_params.dir, with_tests=True):
            terminalreporter.write_line(line)
        for fault in faults:
            terminalreporter.write_line(f"asynclint: {fault}")
        if self._is_kept:
            terminalreporter.write_line(
                f"The evidence is in {self._folder}: asynclint --evidence joins it with findings."
            )

    def _seen(self) -> tuple[list[Evidence], list[str]]:
        """The mistakes that this run has shown and nothing allows, and what went wrong with the watch itself."""
        from asynclint.runtime import evidence

        assert self._folder is not None
        records = []
        is_of_this_run = False
        for record in evidence.read(self._folder):
            if record["kind"] == "start":  # the first one of each file; the folder may hold older ones
                began = record.get("time")
                is_of_this_run = isinstance(began, float) and began >= self._began
            if is_of_this_run:
                records.append(record)
        faults = [str(record.get("detail")) for record in records if record["kind"] == "fault"]
        mistakes = [each for each in records if each["kind"] in self._mistakes and not each.get("allowed")]
        found = self._not_allowed(_evidence(mistakes))
        if self._settings is not None:
            faults += self._settings[2]
        return found, list(dict.fromkeys(faults))


def _settings(root: Path) -> tuple[tuple[Allowance, ...], Path, list[str]]:
    """The allow-list of the project, the folder that its files are relative to, and what is wrong with the settings."""
    from asynclint import settings
    from asynclint.codes import ROWS

    try:
        found = settings.load(root, ROWS)
    except settings.SettingsError as mistake:
        return (), root, [f"the allow-list is not used: {mistake}"]
    return found.allow, found.root, []


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _allowed(item: pytest.Item) -> frozenset[str]:
    return frozenset(kind for mark in item.iter_markers("asynclint") for kind in mark.kwargs.get("allow", ()))


class _Garbage:
    """Collects what a test lets go. Most tests make little: then it is all in the two young generations, and soon done.

    Each collection moves what survives it to the next generation, and nothing else does. So what was made since :meth:`begin`
    is in the oldest one only if there was a collection of the second or oldest, which :data:`gc.callbacks` tell.
    """

    def __init__(self) -> None:
        self._is_grown = True
        gc.callbacks.append(self._collecting)

    def _collecting(self, phase: str, info: dict[str, int]) -> None:
        self._is_grown = self._is_grown or info["generation"] > 0

    @property
    def of_test(self) -> tuple[int | None, ...]:
        """The generations in which everything is that was made since :meth:`begin`; None is all of them."""
        return (None,) if self._is_grown else (0, 1)

    def begin(self) -> None:
        """A test begins, or will soon."""
        self._is_grown = False

    def collect(self) -> None:
        """Collect; a warning that would be an error fails nothing, since without us it would come elsewhere, or never."""
        was_grown = self._is_grown
        with warnings.catch_warnings():
            warnings.filters[:] = [  # type: ignore[index]
                ("default" if action == "error" else action, *rest) for action, *rest in warnings.filters
            ]
            gc.collect(2 if was_grown else 1)
        self._is_grown = was_grown

    def end(self) -> None:
        """Collect everything, a last time."""
        self._is_grown = True
        self.collect()
        gc.callbacks.remove(self._collecting)


def _evidence(records: Iterable[dict[str, Any]]) -> list[Evidence]:
    from asynclint.runtime.evidence import evidence_of

    return [found for found in map(evidence_of, records) if found is not None]


def _lines(found: Iterable[Evidence], root: Path, *, with_tests: bool) -> list[str]:
    """One line for each kind and place, in the order of the places."""
    groups: dict[tuple[Any, ...], list[Evidence]] = {}
    for each in found:
        where = ("", 0, "") if each.place is None else (each.place.path, each.place.line, each.place.function)
        groups.setdefault((*where, each.kind), []).append(each)
    lines = []
    for (path, line, function, kind), group in sorted(groups.items(), key=lambda item: item[0]):
        count = sum(each.count for each in group)
        worst = max(group, key=lambda each: each.duration)
        told = [f"{kind} {count} time{'s' * (count > 1)}"]
        if worst.duration:
            told.append(f"{worst.duration:.3g} s at worst")
        if path:
            told.append(f"in {function}")
        text = f"{_relative(path, root)}:{line}: {', '.join(told)}" if path else ", ".join(told)
        if worst.detail:
            text += f": {worst.detail}"
        tests = list(dict.fromkeys(each.test for each in group if each.test))
        if with_tests and tests:
            text += f" ({tests[0]}{f' and {len(tests) - 1} more' if len(tests) > 1 else ''})"
        lines.append(text)
    return lines


def _relative(path: str, root: Path) -> str:
    try:
        return str(Path(path).relative_to(os.path.realpath(root)))
    except ValueError:
        return path
