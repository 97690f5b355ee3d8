"""The plugin of flake8: what asynclint finds in a file, told by flake8.

flake8 makes one :class:`Plugin` a file, in several processes, started by ``fork`` or by ``spawn``. Nothing is handed from one
to the next but what a pure function remembers: the report on the whole project, made before the processes start and found
in the cache by those that do not begin as copies of this one.

flake8's own ``select``, ``ignore``, ``per-file-ignores`` and ``noqa`` apply to what is told; what is found at all is up to the
settings of asynclint, as everywhere.
"""

from __future__ import annotations

import argparse
import ast
import functools
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence

from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager
from flake8.style_guide import Decision, DecisionEngine

from asynclint import __version__, baseline, engine, settings
from asynclint.codes import ROWS
from asynclint.discovery import display
from asynclint.findings import Finding, Report
from asynclint.projects import project_of, start_of
from asynclint.settings import Settings

_STDIN = "-"


class Plugin:
    """What is found in one file, given as flake8 read it."""

    name = "asynclint"
    version = __version__

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str], options: argparse.Namespace) -> None:
        self._path = filename
        self._lines = lines
        self._options = options

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Add the one option."""
        manager.add_option(
            "--asynclint-no-project",
            action="store_true",
            parse_from_config=True,
            help="Look at each file by itself, and not at what it calls in others.",
        )

    @staticmethod
    def parse_options(manager: OptionManager, options: argparse.Namespace, files: Sequence[str]) -> None:
        """Look at the whole project once, before flake8 starts processes for its files. Raises flake8's ``ExecutionError``."""
        wants_project = not options.asynclint_no_project and _STDIN not in options.filenames
        if wants_project and _may_be_told(options) and not multiprocessing.current_process().daemon:
            _project(_paths(options.filenames))

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Line (1-based), column (0-based) and text of each finding."""
        if not _may_be_told(self._options):
            return
        for finding in self._found().get(display(self._path), ()):
            yield finding.location.line, finding.location.column - 1, f"{finding.code} {finding.message}", Plugin

    def _found(self) -> Mapping[str, Sequence[Finding]]:
        text = "".join(self._lines)
        if self._options.asynclint_no_project:
            settings = _settings((self._path,))
            return _by_path(engine.lint([], settings, given={self._path: text}, jobs=1), settings, (self._path,))
        if _STDIN in self._options.filenames:
            paths = _paths((self._path,))
            settings = _settings(paths)
            named = [path for path in paths if os.path.exists(path)]
            return _by_path(engine.lint(named, settings, given={self._path: text}, cached=True), settings, paths)
        return _project(_paths(self._options.filenames))


def _may_be_told(options: argparse.Namespace) -> bool:
    """Whether flake8 would let any of our codes through."""
    decisions = DecisionEngine(options)
    return any(decisions.decision_for(row.code) is Decision.Selected for row in ROWS)


def _paths(named: Sequence[str]) -> tuple[str, ...]:
    """What is to be linted where this was named to flake8: the same, or where that is files only, their project."""
    if any(os.path.isdir(path) for path in named):
        return tuple(named)
    return tuple(project_of(named))


@functools.cache
def _project(paths: tuple[str, ...]) -> Mapping[str, Sequence[Finding]]:
    # A process of a pool may have none of its own.
    jobs = 1 if multiprocessing.current_process().daemon else None
    settings = _settings(paths)
    return _by_path(engine.lint(paths, settings, jobs=jobs, cached=True), settings, paths)


def _by_path(report: Report, settings: Settings, paths: Sequence[str]) -> Mapping[str, Sequence[Finding]]:
    """What is to be told, and not known to the baseline of the settings."""
    try:
        report = baseline.hide(report, settings.baseline, paths)
    except baseline.BaselineError as mistake:
        raise ExecutionError(f"asynclint: {mistake}") from None
    found: dict[str, list[Finding]] = {}
    for finding in (*report.findings, *report.suppressed):
        # What a `noqa` silences is flake8's to leave out, which can be told not to (--disable-noqa).
        if finding.suppressed is None or finding.suppressed.noqa:
            found.setdefault(finding.location.path, []).append(finding)
    return found


@functools.cache
def _settings(paths: tuple[str, ...]) -> Settings:
    try:
        return settings.load(start_of(paths), ROWS)
    except settings.SettingsError as mistake:
        raise ExecutionError(f"asynclint: {mistake}") from None
